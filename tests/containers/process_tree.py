"""The processes of a container, and their memory, as Linux tells them."""

import contextlib
from pathlib import Path


def children(pid: int) -> list[int]:
    """Process ids of a process's children, whichever thread started them; the oldest first."""
    found: list[int] = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def descendants(pid: int) -> list[int]:
    """Process ids of all that a process has started, and of what that has started."""
    return [each for child in children(pid) for each in (child, *descendants(child))]


def memory_kib(pids: list[int]) -> int:
    """Memory that some processes have written to; of pages shared with others, their share (PSS).

    Pages of files, such as libraries, can be dropped at any time, and whose share they are depends
    on who else runs.
    """
    return sum(_proportional_kib(pid) for pid in pids)


def command(pid: int) -> str:
    """The command line of a process; nothing once it is gone."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def _proportional_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    written = ("Pss_Anon:", "Pss_Shmem:")
    return sum(int(line.split()[1]) for line in lines if line.startswith(written))
