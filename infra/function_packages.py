"""Packages of other projects that functions need: fetched once, checked, kept in a cache.

A folder of `functions/` names them in its requirements.txt, each with version and digests. Lambda's
own build of them is not this machine's, so they are downloaded as wheels and only unpacked.
"""

import hashlib
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.config.artifacts import ArtifactError, Run

DOWNLOAD = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
EXACTLY = ["--no-deps", "--only-binary=:all:", "--require-hashes"]
"""Nothing that the file does not name, nothing that is built here, nothing unchecked."""


@dataclass(frozen=True)
class Platform:
    """What runs a function, as pip knows it."""

    name: str
    """Part of what tells two assets apart."""
    options: tuple[str, ...] = ()
    """Options of pip that choose its wheels; none for those of this interpreter."""


PYTHON = "3.14"
"""Of the functions on AWS; their packages are built for it."""
# Graviton: Lambda charges a fifth less for its time, and each package here has a wheel for it.
ARCHITECTURE = "arm64"
LAMBDA = Platform(
    f"python{PYTHON}-{ARCHITECTURE}",
    (
        *(f"--python-version={PYTHON}", "--implementation=cp"),
        *(f"--abi=cp{PYTHON.replace('.', '')}", "--abi=none"),
        *(f"--platform={tag}_aarch64" for tag in ("manylinux_2_28", "manylinux2014")),
    ),
)
THIS_MACHINE = Platform(f"{sys.implementation.cache_tag}-{sysconfig.get_platform()}")
"""Where the local AWS runs functions, with the interpreter that runs it."""


@dataclass(frozen=True)
class Packages:
    """Unpacked packages, and for what they are."""

    folder: Path
    platform: Platform


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def fetch_packages(
    requirements: Path, platform: Platform, *, cache: Path, run: Run = _run
) -> Packages:
    """The packages that a file names, unpacked in one folder.

    Args:
        requirements: the file; pip refuses what has no digest in it.
        platform: where they will run.
        cache: folder for downloads; what is in it was checked when it was put there.
        run: runs pip.

    Raises:
        ArtifactError: pip cannot download a package, or what it gets has another digest.
    """
    target = packages_folder(requirements, platform, cache=cache)
    if not target.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
            wheels = _download(requirements, platform, Path(temporary) / "wheels", run)
            _publish(_unpack(wheels, Path(temporary) / "unpacked"), target)
    return Packages(target, platform)


def packages_folder(requirements: Path, platform: Platform, *, cache: Path) -> Path:
    """Where the packages lie in the cache."""
    digest = hashlib.sha256(f"{platform.name}\0".encode() + requirements.read_bytes())
    return cache / "packages" / digest.hexdigest()


def _download(requirements: Path, platform: Platform, folder: Path, run: Run) -> list[Path]:
    where = [*platform.options, "--dest", str(folder), "--requirement", str(requirements)]
    done = run([*DOWNLOAD, *EXACTLY, *where])
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        last = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise ArtifactError(
            f"pip cannot download what {requirements} names, for {platform.name}:\n{last}"
        )
    return wheels


def _unpack(wheels: Sequence[Path], folder: Path) -> Path:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return folder


def _publish(unpacked: Path, target: Path) -> None:
    """Renamed in one step, so that a folder in the cache is always whole."""
    try:
        unpacked.rename(target)
    except OSError:
        if not target.is_dir():  # else another synth was faster
            raise
