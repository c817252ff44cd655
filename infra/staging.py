"""Assets whose key is the digest that we know them by.

CDK's own `Asset` reads a file to fingerprint it and copies it, which for a model takes seconds at
each synth, and its key is no digest that anybody pinned. Here the key is the sha256 of the model
card, and the file is linked, not copied, where the file system can.
"""

import os
import shutil
from pathlib import Path

from aws_cdk import FileAssetLocation, FileAssetPackaging, Stack, Stage
from constructs import Construct


def stage_file(scope: Construct, path: Path, *, digest: str) -> FileAssetLocation:
    """Add a file to the assets of the stack; it lands in S3 as DIGEST plus its last suffix."""
    staged = staging_path(scope, digest, suffix=path.suffix)
    if not staged.exists():
        link_or_copy(path, staged)
    return Stack.of(scope).synthesizer.add_file_asset(
        file_name=relative_to_assembly(scope, staged),
        source_hash=digest,
        packaging=FileAssetPackaging.FILE,
    )


def staging_path(scope: Construct, digest: str, *, suffix: str = "") -> Path:
    """Where an asset lies in the cloud assembly."""
    return Path(_stage(scope).asset_outdir) / f"asset.{digest}{suffix}"


def relative_to_assembly(scope: Construct, staged: Path) -> str:
    """The path of a staged asset as its stack's asset manifest writes it."""
    return os.path.relpath(staged, _stage(scope).outdir)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name; copy it where that is impossible (another file system)."""
    try:
        os.link(source.resolve(), target)
    except OSError:
        shutil.copyfile(source, target)


def _stage(scope: Construct) -> Stage:
    stage = Stage.of(scope)
    if stage is None:
        raise ValueError(f"{scope.node.path} is in no App or Stage, so it cannot have assets")
    return stage
