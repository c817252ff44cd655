"""The files of a folder that count as its content."""

from collections.abc import Iterator
from pathlib import Path, PurePath

IGNORED_FOLDERS = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
IGNORED_SUFFIXES = {".pyc"}
IGNORED_NAMES = {".DS_Store"}


def is_content(path: PurePath) -> bool:
    """Whether a file counts, by its path below the folder."""
    if not IGNORED_FOLDERS.isdisjoint(path.parts[:-1]):
        return False
    return path.suffix not in IGNORED_SUFFIXES and path.name not in IGNORED_NAMES


def regular_files(folder: Path) -> Iterator[Path]:
    """Files below a folder in a fixed order, without what tools leave behind."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in IGNORED_FOLDERS:
            yield from regular_files(path)
        elif path.is_file() and is_content(path.relative_to(folder)):
            yield path
