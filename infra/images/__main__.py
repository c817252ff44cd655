"""`make images`: builds the images that need no accelerator, on this machine, for trying them."""

import sys
import tempfile
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.own_images import own_dockerfile
from infra.config.own_labels import cuda_of, needs_gpu
from infra.images.context import content_tag, copy_context
from infra.images.machine import NoProgramError, NotBuiltError, Program, program_here

ROOT = Path(__file__).parents[2]


def cpu_containers(root: Path) -> list[str]:
    """Folders of `containers/` whose image neither needs a GPU nor brings CUDA."""
    names = sorted(path.parent.name for path in root.glob(own_dockerfile("*")))
    return [name for name in names if not needs_gpu(root, name) and not cuda_of(root, name)]


def build_all(root: Path, program: Program) -> None:
    """Build each image from what CodeBuild would get, under the tag that it would give.

    Raises:
        DockerfileError: a Dockerfile does not parse, or copies what is not there.
        NotBuiltError: the program failed.
    """
    containers = cpu_containers(root)
    for number, container in enumerate(containers, start=1):
        image = f"lockgate/{container}:{content_tag(root, container)}"
        _say(f"{program.name} builds {image} ({number} of {len(containers)})")
        with tempfile.TemporaryDirectory() as context:
            copy_context(root, container, Path(context))
            size = program.make(container, image=image, context=Path(context))
        _say(f"{image}  {size}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()  # before the program writes on


def main(root: Path) -> str | None:
    """Build; return the error, if there is one, in one line."""
    try:
        build_all(root, program_here())
    except (NoProgramError, NotBuiltError, DockerfileError) as error:
        return f"error: {error}"
    return None


if __name__ == "__main__":
    sys.exit(main(ROOT))
