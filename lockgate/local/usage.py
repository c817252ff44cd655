"""What families of processes take of the machine.

From /proc where there is one, else (macOS) from `ps`.
"""

import os
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lockgate.local.processes import PROC, descendants, process_table

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Usage:
    """CPU time since the start, and memory now."""

    cpu_s: float = 0.0
    """Seconds of one core."""
    memory_bytes: int = 0
    """Resident; what processes share counts for each of them."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.cpu_s + other.cpu_s, self.memory_bytes + other.memory_bytes)


def machine_memory() -> int:
    """The memory of this machine, in bytes."""
    return os.sysconf("SC_PHYS_PAGES") * _PAGE


def usage_of(roots: Collection[int]) -> dict[int, Usage]:
    """What each process and its descendants take; nothing for one that has ended."""
    table = process_table()
    families = {root: {root} | descendants(root, table) for root in roots}
    each = _read(set().union(*families.values()))
    return {
        root: sum((each[pid] for pid in family if pid in each), start=Usage())
        for root, family in families.items()
    }


def _read(pids: Collection[int]) -> Mapping[int, Usage]:
    if not (PROC / "self" / "stat").exists():
        return _from_ps(pids)
    found = {pid: _from_proc(pid) for pid in pids}
    return {pid: usage for pid, usage in found.items() if usage is not None}


def _from_proc(pid: int) -> Usage | None:
    """Its own time, and that of its children that have ended: fields 14 to 17 of proc(5)."""
    try:
        text = (PROC / str(pid) / "stat").read_text(errors="replace")
        pages = int((PROC / str(pid) / "statm").read_text().split()[1])
    except OSError:  # it ended meanwhile
        return None
    fields = text[text.rindex(")") + 2 :].split()  # from the third field on
    return Usage(sum(map(int, fields[11:15])) / _TICKS, pages * _PAGE)


def _from_ps(pids: Collection[int]) -> dict[int, Usage]:
    command = ["ps", "-A", "-o", "pid=,rss=,time="]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {
        int(pid): Usage(seconds(spent), int(kib) * 1024)
        for pid, kib, spent in map(str.split, lines)
        if int(pid) in pids
    }


def seconds(text: str) -> float:
    """A time as `ps` writes it: minutes:seconds, or with hours, or with days, as 1-02:03:04."""
    days, _, clock = text.rpartition("-")
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total + float(days or 0) * 24 * 3600
