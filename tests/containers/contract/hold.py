"""Holds back a program that opens a file, for as long as a test wants to look at it."""

import contextlib
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


class Hold:
    """A lease on a file: the kernel lets whoever opens it wait, for up to 45 s.

    https://man7.org/linux/man-pages/man2/F_GETLEASE.2const.html
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor: int | None = os.open(file, os.O_RDONLY)
        fcntl.fcntl(self._descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)

    @property
    def is_asked_for(self) -> bool:
        """Whether somebody waits for the file."""
        assert self._descriptor is not None
        return fcntl.fcntl(self._descriptor, fcntl.F_GETLEASE) != fcntl.F_WRLCK

    @property
    def is_kept(self) -> bool:
        """Whether nobody has got the file yet; the kernel gives it away in the end."""
        try:
            os.close(os.open(self._file, os.O_RDONLY | os.O_NONBLOCK))
        except BlockingIOError:
            return True
        return False

    def let_go(self) -> None:
        """Let them have it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextlib.contextmanager
def held(file: Path) -> Iterator[Hold]:
    """Hold back those who open a file that nobody has open."""
    if sys.platform != "linux":
        pytest.skip("only Linux holds back those who open a file")
    # The kernel says by SIGIO that somebody waits, which would end this process.
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    hold = Hold(file)
    try:
        yield hold
    finally:
        hold.let_go()
        signal.signal(signal.SIGIO, before)
