"""A model folder as the platform mounts it: to be read only."""

from pathlib import Path
from typing import NamedTuple


class _Entry(NamedTuple):
    """Every write leaves its time: that of a folder tells of files that are there no more."""

    kind: str
    size: int
    written_ns: int


class ModelFolder:
    """Takes the right to write away, and tells what has changed all the same (root may write)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for entry in (path, *path.rglob("*")):
            if not entry.is_symlink():
                entry.chmod(0o555 if entry.is_dir() else 0o444)
        self._before = _read(path)

    def changes(self) -> list[str]:
        """Names of what is new, missing or has been written to; `.` is the folder itself."""
        after = _read(self.path)
        names = self._before.keys() | after.keys()
        return sorted(name for name in names if self._before.get(name) != after.get(name))


def _read(path: Path) -> dict[str, _Entry]:
    return {str(entry.relative_to(path)): _entry(entry) for entry in (path, *path.rglob("*"))}


def _entry(path: Path) -> _Entry:
    found = path.stat()
    kind = "folder" if path.is_dir() else "file"
    return _Entry(kind, found.st_size, found.st_mtime_ns)
