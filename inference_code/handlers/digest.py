"""The digest by which a release pins its model file."""

import hashlib
from pathlib import Path

from inference_code.handler import LoadError


def check_digest(file: Path, expected: str | None) -> None:
    """Compare a file's SHA-256 with the expected one, if there is one.

    Raises:
        LoadError: they differ.
    """
    if expected is None:
        return
    with file.open("rb") as stream:
        actual = hashlib.file_digest(stream, "sha256").hexdigest()
    if actual != expected:
        raise LoadError(
            f"the sha256 of {file} is {actual}, and lockgate.json says {expected}; "
            "publish the model again"
        )
