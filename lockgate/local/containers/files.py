"""Lays out the files that an image would hold, as links to their sources."""

from pathlib import Path, PurePosixPath

from infra.config.dockerfile.image import Image
from infra.config.dockerfile.sources import sources_of
from infra.config.files import IGNORED_FOLDERS, IGNORED_NAMES

_SKIPPED = IGNORED_FOLDERS | IGNORED_NAMES


def link_files(image: Image, *, context: Path, root: Path) -> Path:
    """Build the image's copied files under `root` and return the folder of its WORKDIR.

    A program then sees what the image would hold and no more, so that a COPY that is missing
    from the Dockerfile fails here too. Absolute paths in the image start at `root`.
    Raises DockerfileError for a source that does not exist or lies outside the context.
    """
    workdir = _inside(root, image.workdir)
    workdir.mkdir(parents=True, exist_ok=True)
    for copy in image.copies:
        target = _inside(root, copy.target)
        for source in sources_of(copy, file=image.file, context=context):
            _link(source, target, into=copy.target.endswith("/"))
    return workdir


def _inside(root: Path, path: str) -> Path:
    return root.joinpath(*[part for part in PurePosixPath(path).parts if part not in {"/", ".."}])


def _link(source: Path, target: Path, *, into: bool) -> None:
    # As in Docker: of a folder its contents are copied, of a file the file itself.
    if not source.is_dir():
        path = target / source.name if into or target.is_dir() else target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(source.absolute())
        return
    target.mkdir(parents=True, exist_ok=True)
    for child in source.iterdir():
        if child.name not in _SKIPPED:
            _link(child, target / child.name, into=False)
