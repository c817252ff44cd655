"""The requirements that an image installs, found through its COPY instructions."""

import hashlib
import platform
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Image

_NAME = re.compile(r"^requirements[\w.-]*\.txt$")
_INCLUDE = re.compile(r"^\s*(?:-r|-c|--requirement|--constraint)[\s=]*(\S+)")


def requirement_files(image: Image, *, context: Path) -> list[Path]:
    """Return each `requirements*.txt` that the image copies, in the order of the Dockerfile.

    Those of a stage that it copies files from count too: there pip fills a folder that the image
    then takes over.
    """
    found: dict[Path, None] = {}
    for stage in image.built_from:
        found |= dict.fromkeys(requirement_files(stage, context=context))
    for copy in image.copies:
        for path in [context / source for source in copy.sources]:
            if _NAME.match(path.name):
                if not path.is_file():
                    raise DockerfileError(image.file, copy.line, f"{path} does not exist")
                found[path] = None
    return list(found)


def environment_key(files: Sequence[Path]) -> str:
    """Return the digest of all that decides what pip installs: requirements and interpreter."""
    digest = hashlib.sha256()
    for part in (platform.python_version(), sys.base_prefix, sys.platform, platform.machine()):
        digest.update(part.encode() + b"\0")
    for file in _with_includes(files):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _with_includes(files: Sequence[Path]) -> Iterator[Path]:
    for file in files:
        yield file
        text = file.read_text(encoding="utf-8")
        includes = [_INCLUDE.match(line) for line in text.splitlines()]
        yield from _with_includes(
            [path for match in includes if match and (path := file.parent / match[1]).is_file()]
        )
