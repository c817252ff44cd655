"""Processes of this machine: who descends from whom, and who is still there."""

import os
import signal
import subprocess
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
KILL_TIMEOUT_S = 5.0


@dataclass(frozen=True)
class Process:
    """One line of the process table."""

    pid: int
    parent: int
    state: str


def process_table() -> list[Process]:
    """Return every process: from /proc where there is one, else (macOS) from `ps`."""
    return list(_from_proc() if (PROC / "self" / "stat").exists() else _from_ps())


def _from_proc() -> Iterator[Process]:
    for file in PROC.glob("[0-9]*/stat"):
        try:
            text = file.read_text(errors="replace")
        except OSError:  # it ended meanwhile
            continue
        state, parent = text[text.rindex(")") + 2 :].split()[:2]  # the name may hold anything
        yield Process(int(file.parent.name), int(parent), state)


def _from_ps() -> Iterator[Process]:
    command = ["ps", "-A", "-o", "pid=,ppid=,stat="]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    for pid, parent, state in map(str.split, lines):
        yield Process(int(pid), int(parent), state)


def descendants(pid: int, table: Iterable[Process]) -> set[int]:
    """Return the children of a process, their children, and so on."""
    table = list(table)
    found: set[int] = set()
    newest = {pid}
    while newest:
        newest = {process.pid for process in table if process.parent in newest} - found
        found |= newest
    return found


def alive(pids: Collection[int]) -> set[int]:
    """Return those that still run; a zombie, which only waits to be reaped, does not."""
    running = {process.pid for process in process_table() if not process.state.startswith("Z")}
    return running & set(pids)


def wait_until_gone(pids: Collection[int], *, timeout_s: float) -> set[int]:
    """Wait until none of the processes runs; return those that still do after the timeout."""
    deadline = time.monotonic() + timeout_s
    while (left := alive(pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def send(number: signal.Signals, pids: Iterable[int]) -> None:
    """Send a signal to each process that is still there."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def end(family: Collection[int], *, begin_with: Collection[int], timeout_s: float) -> set[int]:
    """Ask some of a family to end, give the whole of it the time to, and kill those that remain.

    Returns those that are there even so.
    """
    send(signal.SIGTERM, begin_with)
    left = wait_until_gone(family, timeout_s=timeout_s)
    send(signal.SIGKILL, left)
    return wait_until_gone(left, timeout_s=KILL_TIMEOUT_S)
