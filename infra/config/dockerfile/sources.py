"""Files of the build context that COPY names."""

import glob
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Copy


def sources_of(copy: Copy, *, file: Path, context: Path) -> list[Path]:
    """Files and folders of one COPY, with its patterns filled in.

    Raises DockerfileError for a source that does not exist or lies outside the context.
    """
    found = []
    for pattern in copy.sources:
        matches = sorted(glob.glob(str(context / pattern.lstrip("/"))))  # noqa: PTH207 - Path.glob refuses plain `.`
        if not matches:
            message = f"COPY {pattern}: no such file in the build context {context}"
            raise DockerfileError(file, copy.line, message)
        found += [Path(match) for match in matches]
    for path in found:
        if not path.resolve().is_relative_to(context.resolve()):
            message = f"COPY {path}: outside the build context {context}"
            raise DockerfileError(file, copy.line, message)
    return found
