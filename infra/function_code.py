"""The code of a function, as an asset: a folder of `functions/` and what it needs."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from aws_cdk import FileAssetLocation, FileAssetPackaging, Stack
from constructs import Construct

from infra.config.files import regular_files
from infra.function_packages import Packages
from infra.staging import link_or_copy, relative_to_assembly, staging_path

PACKAGE = "functions"
ROOT = Path(__file__).parents[1]
SHARED = ("custom_resource",)
"""The folder that answers CloudFormation, for all functions that it calls."""


def stage_code(
    scope: Construct,
    folder: str,
    *,
    shared: Sequence[str] = SHARED,
    packages: Packages | None = None,
) -> FileAssetLocation:
    """Add one folder of `functions/`, and what it shares with others, to the stack's assets.

    The handler is `functions.FOLDER.MODULE.NAME`.

    Args:
        scope: a construct of the stack.
        folder: its name.
        shared: names of other folders that it imports.
        packages: what its requirements.txt names.
    """
    folders = (*shared, folder)
    digest = _digest(folders, packages.platform.name if packages else "")
    staged = staging_path(scope, digest)
    if not staged.exists():
        _copy(folders, staged)
        if packages:
            _link(packages.folder, staged)
    return Stack.of(scope).synthesizer.add_file_asset(
        file_name=relative_to_assembly(scope, staged),
        source_hash=digest,
        packaging=FileAssetPackaging.ZIP_DIRECTORY,
    )


def requirements_of(folder: str) -> Path:
    """The file that names the packages of a folder of `functions/`."""
    return ROOT / PACKAGE / folder / "requirements.txt"


@cache
def _digest(folders: Sequence[str], platform: str) -> str:
    """Digest of names and contents; several endpoints have the same function.

    What packages are is in the requirements.txt, which is one of the files.
    """
    digest = hashlib.sha256(platform.encode())
    for path in _files(folders):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _copy(folders: Sequence[str], staged: Path) -> None:
    for path in _files(folders):
        target = staged / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _link(packages: Path, staged: Path) -> None:
    """Beside the code, where Lambda's Python looks first."""
    for path in regular_files(packages):
        target = staged / path.relative_to(packages)
        target.parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(path, target)


def _files(folders: Sequence[str]) -> Iterator[Path]:
    """The files of the package, in the same order each time."""
    yield ROOT / PACKAGE / "__init__.py"
    for name in folders:
        yield from regular_files(ROOT / PACKAGE / name)
