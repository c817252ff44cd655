"""From a container's folder to a running process."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Image, read_image
from lockgate.local.containers.errors import ImageUnusable
from lockgate.local.containers.files import link_files
from lockgate.local.containers.processes import spawn
from lockgate.local.containers.requirements import requirement_files
from lockgate.local.containers.spec import ContainerSpec
from lockgate.local.containers.virtual_environment import build_environment

_FROM_THIS_MACHINE = (
    *("HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "USER"),
    # What a download and an accelerator need.
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES"),
)
_SHARED_CORES = {"GOMP_SPINCOUNT": "1000"}
"""Each instance has its own cores on AWS, and all have the same ones here. Threads of one engine
that wait for each other as busily as libgomp's default (300,000 looks) keep the others from
running: four models on two cores wrote 1.3 tokens/s, and 47 with this limit; one alone keeps 98 %.
"""
_ARGUMENT = "serve"
"""SageMaker runs `docker run IMAGE serve`, which replaces CMD:
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"""


@dataclass(frozen=True)
class Prepared:
    """A container that is ready to be started any number of times."""

    spec: ContainerSpec
    image: Image
    base: Mapping[str, str]
    """Variables that the base image would set: PATH with the virtual environment first."""


@dataclass(frozen=True)
class Launched:
    """A container's first process, and the folder that it sees as `$SAGEMAKER_BASE_DIR`."""

    process: asyncio.subprocess.Process
    base_dir: Path


class Launcher:
    """Prepares containers and starts their processes.

    `root` is the build context, the project's root folder. Virtual environments are kept in
    `cache`/environments. `report` receives a line for each step of a preparation.
    """

    def __init__(
        self, *, root: Path, cache: Path, report: Callable[[str], None] = lambda _line: None
    ) -> None:
        self._root = root
        self._cache = cache
        self._report = report

    async def prepare(self, spec: ContainerSpec) -> Prepared:
        """Build what the container needs, once; raise ImageUnusable or EnvironmentFailed."""
        file = self._root / spec.folder / "Dockerfile"
        with _usable():
            requirements = requirement_files(read_image(file, base={}), context=self._root)
        environment = await build_environment(
            requirements, folder=self._cache / "environments", report=self._report
        )
        base = _base_variables(environment)
        return Prepared(spec, read_image(file, base=base), base)

    async def launch(self, prepared: Prepared, *, port: int) -> Launched:
        """Start one process that serves on this port of the loopback interface.

        Its working folder holds what COPY puts into WORKDIR, as links. Raises ImageUnusable.
        """
        folder = Path(tempfile.mkdtemp(prefix="lockgate-container-"))
        try:
            with _usable():
                workdir = link_files(prepared.image, context=self._root, root=folder / "files")
        except ImageUnusable:
            shutil.rmtree(folder)
            raise
        base_dir = folder / "opt-ml"
        base_dir.mkdir()
        (base_dir / "model").symlink_to(prepared.spec.model_dir.absolute())
        process = await spawn(
            _limited(_arguments(prepared.image, folder / "files"), prepared.spec.memory_mib),
            environment=_variables(prepared, base_dir=base_dir, port=port),
            cwd=workdir,
            scratch=folder,
        )
        return Launched(process, base_dir)


@contextmanager
def _usable() -> Iterator[None]:
    """Tell of a wrong Dockerfile as of everything else that keeps a container from starting."""
    try:
        yield
    except DockerfileError as error:
        raise ImageUnusable(str(error)) from error


def _base_variables(environment: Path) -> dict[str, str]:
    known = {name: os.environ[name] for name in _FROM_THIS_MACHINE if name in os.environ}
    path = os.environ.get("PATH", os.defpath)
    return {**known, "PATH": f"{environment / 'bin'}:{path}", "VIRTUAL_ENV": str(environment)}


def _variables(prepared: Prepared, *, base_dir: Path, port: int) -> dict[str, str]:
    return {
        **_SHARED_CORES,
        **prepared.base,
        **prepared.image.environment,
        **prepared.spec.environment,
        "SAGEMAKER_BIND_TO_PORT": str(port),
        "SAGEMAKER_BASE_DIR": str(base_dir),
        "LOCKGATE_BIND_HOST": "127.0.0.1",
    }


def _arguments(image: Image, files: Path) -> list[str]:
    program, *arguments = image.entrypoint or ()
    inside = files / program.lstrip("/")
    if program.startswith("/") and inside.exists():
        program = str(inside)
    return [program, *arguments, _ARGUMENT]


def _limited(arguments: list[str], memory_mib: int | None) -> list[str]:
    """The same program, in a shell's limit of private writable memory (RLIMIT_DATA).

    It counts each process for itself, and on Linux what malloc and mmap take; macOS sets the
    limit and does not heed it. Files mapped for reading, such as weights, do not count.
    """
    if memory_mib is None:
        return arguments
    return ["/bin/sh", "-c", 'ulimit -d "$0" && exec "$@"', str(memory_mib * 1024), *arguments]
