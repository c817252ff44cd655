"""Assets whose key is the digest that we know them by.

CDK's own `Asset` reads a file to fingerprint it and copies it, which for a model takes seconds at
each synth, and its key is no digest that anybody pinned. Here the key is the sha256 of the model
card, and the file is linked, not copied, where the file system can.
"""

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aws_cdk import FileAssetLocation, FileAssetPackaging, Stack, Stage
from constructs import Construct


def stage_file(scope: Construct, path: Path, *, digest: str) -> FileAssetLocation:
    """Add a file to the assets of the stack; it lands in S3 as DIGEST plus its last suffix."""
    folders = _folders(scope)
    staged = _staged(folders, digest, path.suffix)
    if not staged.exists():
        link_or_copy(path, staged)
    return Stack.of(scope).synthesizer.add_file_asset(
        file_name=os.path.relpath(staged, folders.stage),
        source_hash=digest,
        packaging=FileAssetPackaging.FILE,
    )


def stage_archive(
    scope: Construct, *, digest: str, cache: Path, write: Callable[[Path], None]
) -> FileAssetLocation:
    """Add a tar.gz to the assets of the stack; it lands in S3 as DIGEST.tar.gz.

    Args:
        scope: a construct of the stack.
        digest: of its content.
        cache: folder of this machine in which archives are kept for later runs.
        write: makes the archive, whole or not at all, if it is not there yet.
    """
    archive = cache / "archives" / f"{digest}.tar.gz"
    if not archive.exists():
        archive.parent.mkdir(parents=True, exist_ok=True)
        write(archive)
    return stage_file(scope, archive, digest=f"{digest}.tar")


def staging_path(scope: Construct, digest: str, *, suffix: str = "") -> Path:
    """Where an asset lies in the cloud assembly."""
    return _staged(_folders(scope), digest, suffix)


def relative_to_assembly(scope: Construct, staged: Path) -> str:
    """The path of a staged asset as its stack's asset manifest writes it."""
    return os.path.relpath(staged, _folders(scope).stage)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name; copy it where that is impossible (another file system)."""
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copyfile(source, target)


class _Folders(NamedTuple):
    """Folders of the cloud assembly: for all assets, and for one stage's templates."""

    assets: str
    stage: str


def _staged(folders: _Folders, digest: str, suffix: str) -> Path:
    return Path(folders.assets) / f"asset.{digest}{suffix}"


def _folders(scope: Construct) -> _Folders:
    stage = Stage.of(scope)
    if stage is None:
        raise ValueError(f"{scope.node.path} is in no App or Stage, so it cannot have assets")
    return _folders_of(stage)


@cache
def _folders_of(stage: Stage) -> _Folders:
    """Asked for once: each answer is a call into another process."""
    return _Folders(stage.asset_outdir, stage.outdir)
