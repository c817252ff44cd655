"""The archives of a multi-model endpoint's models, below one prefix of S3."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from lockgate.local.containers.artifact import S3DataSource
from lockgate.local.containers.errors import ArtifactFailed, ArtifactMissing, ModelDownloadFailed

Fetch = Callable[[S3DataSource], Awaitable[Path]]
"""Downloads and unpacks; raises ArtifactFailed."""


def name_of(target: str) -> str:
    """What the container calls a model: a digest of its TargetModel, fit for paths."""
    return hashlib.sha256(target.encode()).hexdigest()[:32]


class ModelFiles:
    """Fetches models; equal archives are downloaded once for the whole machine."""

    def __init__(self, prefix: str, fetch: Fetch) -> None:
        self._prefix = prefix
        self._fetch = fetch

    async def fetch(self, target: str) -> Path:
        """The unpacked archive `prefix + target`.

        Raises:
            ModelDownloadFailed: there is none, or it cannot be unpacked; in AWS's words.
        """
        source = S3DataSource(f"{self._prefix}{target}", "S3Object", "Gzip")
        bucket, _, key = source.uri.removeprefix("s3://").partition("/")
        where = f"Failed to download model data(bucket: {bucket}, key: {key})."
        try:
            return await self._fetch(source)
        except ArtifactMissing as error:
            raise ModelDownloadFailed(
                f"{where} Please ensure that there is an object located at the URL and that the "
                "role passed to CreateModel has permissions to download the model."
            ) from error
        except ArtifactFailed as error:
            raise ModelDownloadFailed(f"{where} {error}") from error
