"""What tells two folders apart."""

import hashlib
from pathlib import Path

from infra.config.artifacts import digest_of
from infra.config.files import regular_files


def folder_digest(folder: Path) -> str:
    """Digest of the names and contents below a folder."""
    digest = hashlib.sha256()
    for path in regular_files(folder):
        line = f"{path.relative_to(folder).as_posix()}\0{digest_of(path)}\n"
        digest.update(line.encode())
    return digest.hexdigest()
