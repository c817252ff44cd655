"""Programs of this machine that build images."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.config.own_images import own_dockerfile
from infra.images.image import OUTPUT, PLATFORM


class NoProgramError(Exception):
    """Nothing on this machine builds images."""


class NotBuiltError(Exception):
    """A program could not build an image, and has said why."""


@dataclass(frozen=True)
class Program:
    """Builds from a folder that holds the context, and keeps the image in its own store."""

    name: str
    build: tuple[str, ...]
    """Words before those that both programs understand; the manifest is Docker's."""
    size: tuple[str, ...]
    """Words before an image's name that ask for its size."""

    def make(self, container: str, *, image: str, context: Path) -> str:
        """Build an image, with the program's own progress, and return its size.

        Raises:
            NotBuiltError: the program failed.
        """
        file = str(context / own_dockerfile(container))
        common = ["--platform", PLATFORM, "--file", file, "--tag", image, str(context)]
        try:
            subprocess.run([*self.build, *common], check=True)
            asked = subprocess.run([*self.size, image], check=True, stdout=subprocess.PIPE)
        except subprocess.CalledProcessError as error:
            raise NotBuiltError(f"{self.name} did not build {image}; it says why above") from error
        return _readable(asked.stdout.decode().strip())


DOCKER = Program(
    "docker",
    ("docker", "buildx", "build", "--output", OUTPUT, "--provenance=false"),
    ("docker", "image", "inspect", "--format", "{{.Size}}"),
)
BUILDAH = Program(
    "buildah",
    ("buildah", "build", "--format", "docker"),
    ("buildah", "images", "--format", "{{.Size}}"),
)


def program_here() -> Program:
    """Docker where its daemon and buildx answer, else Buildah, which needs neither.

    Raises:
        NoProgramError: there is neither.
    """
    problem = _without_docker()
    if problem is None:
        return DOCKER
    if shutil.which("buildah"):
        return BUILDAH
    raise NoProgramError(f"images are built by docker or buildah, and {problem}")


def _without_docker() -> str | None:
    """Why Docker does not build here, and what to do; None if it does."""
    if shutil.which("docker") is None:
        return "neither is here; install one of them"
    if not _answers("docker", "info"):
        return (
            "docker is here, but its daemon does not answer (`docker info` says why); start it, "
            "or install buildah, which needs none"
        )
    if not _answers("docker", "buildx", "version"):
        return (
            "docker is here without buildx, which some distributions pack apart; install "
            "docker-buildx, or buildah"
        )
    return None


def _answers(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _readable(size: str) -> str:
    """Docker tells bytes, Buildah a text such as `36.1 MB`."""
    return f"{int(size) / 1e6:.0f} MB" if size.isdecimal() else size
