"""The file under /opt/ml/model that SageMaker makes of an S3 object, by the key of the object.

The rules are those of the API reference of S3ModelDataSource:
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from lockgate.local.containers.errors import ArtifactFailed

LONGEST_NAME = 255
"""Bytes of one file or folder name."""


def name_of_object(key: str) -> PurePosixPath:
    """Return the file name of a single object: the last segment of its key."""
    return _path(key.rsplit("/", 1)[-1], key)


def names_of_prefix(keys: Iterable[str], *, prefix: str) -> dict[str, PurePosixPath]:
    """Return the path of each object by its key: the key without the prefix."""
    names = {key: _path(key.removeprefix(prefix), key) for key in keys}
    _reject_clashes(names)
    return names


def _path(text: str, key: str) -> PurePosixPath:
    for part in text.split("/"):
        if not part.strip() or part in {".", ".."} or "\0" in part:
            raise ArtifactFailed(
                f"the object {key!r} has {part!r} as a file or folder name, which SageMaker "
                "refuses; delete or rename it (the S3 console makes such empty objects for folders)"
            )
        if len(part.encode()) > LONGEST_NAME:
            raise ArtifactFailed(
                f"the object {key!r} has a file or folder name of {len(part.encode())} bytes; "
                f"SageMaker takes {LONGEST_NAME} at most"
            )
    return PurePosixPath(text)


def _reject_clashes(names: Mapping[str, PurePosixPath]) -> None:
    folders = {parent for path in names.values() for parent in path.parents}
    for key, path in names.items():
        if path in folders:
            raise ArtifactFailed(
                f"the object {key!r} becomes the file {path}, which is also the folder of other "
                "objects; rename one of them"
            )
