"""The code of functions that CloudFormation calls itself, as an asset."""

import hashlib
import shutil
from collections.abc import Iterator
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
    files = list(_files(folder))
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    staged = staging_path(scope, digest.hexdigest())
    if not staged.exists():
        for path in files:
            target = staged / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return Stack.of(scope).synthesizer.add_file_asset(
        file_name=relative_to_assembly(scope, staged),
        source_hash=digest.hexdigest(),
        packaging=FileAssetPackaging.ZIP_DIRECTORY,
    )


def _files(folder: str) -> Iterator[Path]:
    """The files of the package, in the same order each time."""
    yield ROOT / PACKAGE / "__init__.py"
    for name in (SHARED, folder):
        yield from regular_files(ROOT / PACKAGE / name)
