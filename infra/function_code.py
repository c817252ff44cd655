"""The code of functions that CloudFormation calls itself, as an asset."""

import hashlib
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from aws_cdk import FileAssetLocation, FileAssetPackaging, Stack
from constructs import Construct

from infra.config.files import regular_files
from infra.staging import relative_to_assembly, staging_path

PACKAGE = "functions"
ROOT = Path(__file__).parents[1]
SHARED = "custom_resource"
"""The folder that answers CloudFormation for all of them."""


def stage_code(scope: Construct, folder: str) -> FileAssetLocation:
    """Add one folder of `functions/`, and what it shares with others, to the stack's assets.

    The handler is `functions.FOLDER.handler.NAME`.
    """
    digest = _digest(folder)
    staged = staging_path(scope, digest)
    if not staged.exists():
        for path in _files(folder):
            target = staged / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return Stack.of(scope).synthesizer.add_file_asset(
        file_name=relative_to_assembly(scope, staged),
        source_hash=digest,
        packaging=FileAssetPackaging.ZIP_DIRECTORY,
    )


@cache
def _digest(folder: str) -> str:
    """Digest of names and contents; several endpoints have the same function."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[Path]:
    """The files of the package, in the same order each time."""
    yield ROOT / PACKAGE / "__init__.py"
    for name in (SHARED, folder):
        yield from regular_files(ROOT / PACKAGE / name)
