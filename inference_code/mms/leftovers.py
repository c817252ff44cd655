"""Folders that servers leave behind when they are killed; the next server deletes them."""

import contextlib
import fcntl
import os
import shutil
from pathlib import Path

LOCK = "lock"


def hold(folder: Path) -> None:
    """Say that a folder is in use, for as long as this process lives."""
    new = folder / f"{LOCK}.new"
    descriptor = os.open(new, os.O_CREAT | os.O_RDWR, 0o600)  # never closed, but by the end
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    new.rename(folder / LOCK)


def remove_leftovers(parent: Path, prefix: str) -> None:
    """Delete the folders of that name whose process has ended.

    A lock tells it, and no process id: that may be in use again, or of another container.
    """
    for folder in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):  # somebody holds it, or nobody has yet
            descriptor = os.open(folder / LOCK, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(descriptor)
