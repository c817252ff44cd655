"""Files of the build context that COPY names."""

import glob
import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Copy


def sources_of(copy: Copy, *, file: Path, context: Path) -> list[Path]:
    """Files and folders of one COPY, with its patterns filled in.

    Paths count as they are written: one below a link leads to where the link does.

    Raises DockerfileError for a source that does not exist or lies outside the context, or that a
    link leads out of it.
    """
    found = []
    for pattern in copy.sources:
        path = PurePath(os.path.normpath(pattern.lstrip("/")))
        if os.pardir in path.parts:
            message = f"COPY {pattern}: outside the build context {context}"
            raise DockerfileError(file, copy.line, message)
        matches = sorted(glob.glob(str(context / path)))  # noqa: PTH207 - Path.glob refuses plain `.`
        if not matches:
            message = f"COPY {pattern}: no such file in the build context {context}"
            raise DockerfileError(file, copy.line, message)
        for match in matches:
            if outside := _leads_out(Path(match), context):
                message = (
                    f"COPY {pattern}: {outside.relative_to(context)} leads through a link to "
                    f"{outside.resolve()}, outside the build context {context}; put a copy there"
                )
                raise DockerfileError(file, copy.line, message)
        found += [Path(match) for match in matches]
    return found


def _leads_out(source: Path, context: Path) -> Path | None:
    """The source, or what a folder holds, if links lead from there out of the context."""
    root = context.resolve()
    return next(
        (path for path in _and_its_links(source) if not path.resolve().is_relative_to(root)), None
    )


def _and_its_links(source: Path) -> Iterator[Path]:
    yield source
    for folder, folders, files in os.walk(source, followlinks=True):
        yield from (
            path for name in (*folders, *files) if (path := Path(folder, name)).is_symlink()
        )
