"""One container's Dockerfile, read for the checks."""

import re
from dataclasses import dataclass
from pathlib import Path

from infra.config.dockerfile.image import Image, read_image, read_stages
from infra.config.dockerfile.instructions import Instruction, read_instructions
from infra.config.own_images import own_dockerfile

_SEPARATOR = re.compile(r"&&|\|\||[;|]")


@dataclass(frozen=True)
class Definition:
    """A folder of `containers/`."""

    root: Path
    """The project's root, which is the build context."""
    name: str

    @property
    def file(self) -> Path:
        """Its Dockerfile."""
        return self.root / own_dockerfile(self.name)

    @property
    def image(self) -> Image:
        """The last stage, as the local AWS reads it."""
        return read_image(self.file, base={})

    @property
    def stages(self) -> list[Image]:
        """All stages, in order."""
        return read_stages(self.file)

    @property
    def instructions(self) -> list[Instruction]:
        """Those of all stages."""
        return read_instructions(self.file)

    @property
    def last(self) -> list[Instruction]:
        """Those of the last stage, beginning with its FROM."""
        starts = [at for at, each in enumerate(self.instructions) if each.keyword == "FROM"]
        return self.instructions[starts[-1] :]


def commands(instructions: list[Instruction]) -> list[list[str]]:
    """The words of each command that RUN gives to the shell."""
    lines = [each.value for each in instructions if each.keyword == "RUN"]
    return [part.split() for line in lines for part in _SEPARATOR.split(line)]
