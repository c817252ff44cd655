"""A model folder as the platform mounts it: to be read only."""

import hashlib
from pathlib import Path
from typing import NamedTuple


class _Entry(NamedTuple):
    kind: str
    digest: str


class ModelFolder:
    """Takes the right to write away, and tells what has changed all the same (root may write)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for entry in (path, *path.rglob("*")):
            if not entry.is_symlink():
                entry.chmod(0o555 if entry.is_dir() else 0o444)
        self._before = _read(path)

    def changes(self) -> list[str]:
        """Names that are new, missing or different."""
        after = _read(self.path)
        names = self._before.keys() | after.keys()
        return sorted(name for name in names if self._before.get(name) != after.get(name))


def _read(path: Path) -> dict[str, _Entry]:
    return {str(entry.relative_to(path)): _entry(entry) for entry in path.rglob("*")}


def _entry(path: Path) -> _Entry:
    if path.is_dir():
        return _Entry("folder", "")
    with path.open("rb") as file:
        return _Entry("file", hashlib.file_digest(file, "sha256").hexdigest())
