"""Files of the build context that COPY names."""

import glob
import os
from pathlib import Path, PurePath

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Copy


def sources_of(copy: Copy, *, file: Path, context: Path) -> list[Path]:
    """Files and folders of one COPY, with its patterns filled in.

    Paths count as they are written: one below a link leads to where the link does.

    Raises DockerfileError for a source that does not exist or lies outside the context.
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
        found += [Path(match) for match in matches]
    return found
