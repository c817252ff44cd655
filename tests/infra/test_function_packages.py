import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from infra.config.artifacts import ArtifactError
from infra.function_code import requirements_of
from infra.function_packages import LAMBDA, THIS_MACHINE, fetch_packages


class Index:
    """Stands in for `pip download`: a wheel with one file."""

    def __init__(self, *, fails: str = "") -> None:
        self.commands: list[Sequence[str]] = []
        self._fails = fails

    def __call__(self, command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        self.commands.append(command)
        if self._fails:
            return subprocess.CompletedProcess(command, 1, "", self._fails)
        folder = Path(command[command.index("--dest") + 1])
        folder.mkdir()
        with zipfile.ZipFile(folder / "small-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr("small/__init__.py", "")
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text("small==1.0 --hash=sha256:00\n")
    return path


def test_packages_are_unpacked_in_the_cache(requirements: Path, tmp_path: Path) -> None:
    packages = fetch_packages(requirements, LAMBDA, cache=tmp_path, run=Index())
    assert packages.platform is LAMBDA
    assert (packages.folder / "small/__init__.py").is_file()


def test_packages_are_downloaded_once(requirements: Path, tmp_path: Path) -> None:
    index = Index()
    for _ in range(2):
        fetch_packages(requirements, LAMBDA, cache=tmp_path, run=index)
    assert len(index.commands) == 1


def test_each_platform_has_packages_of_its_own(requirements: Path, tmp_path: Path) -> None:
    first, second = (
        fetch_packages(requirements, platform, cache=tmp_path, run=Index())
        for platform in (LAMBDA, THIS_MACHINE)
    )
    assert first.folder != second.folder


def test_other_requirements_are_other_packages(requirements: Path, tmp_path: Path) -> None:
    first = fetch_packages(requirements, LAMBDA, cache=tmp_path, run=Index())
    requirements.write_text("small==1.1 --hash=sha256:01\n")
    assert fetch_packages(requirements, LAMBDA, cache=tmp_path, run=Index()).folder != first.folder


def test_pip_takes_only_wheels_with_a_pinned_digest(requirements: Path, tmp_path: Path) -> None:
    index = Index()
    fetch_packages(requirements, LAMBDA, cache=tmp_path, run=index)
    assert {"--require-hashes", "--no-deps", "--only-binary=:all:"} <= set(index.commands[0])


def test_wheels_are_those_of_lambda(requirements: Path, tmp_path: Path) -> None:
    index = Index()
    fetch_packages(requirements, LAMBDA, cache=tmp_path, run=index)
    assert {"--python-version=3.14", "--platform=manylinux_2_28_aarch64"} <= set(index.commands[0])


def test_wheels_of_this_machine_are_those_of_its_interpreter(
    requirements: Path, tmp_path: Path
) -> None:
    index = Index()
    fetch_packages(requirements, THIS_MACHINE, cache=tmp_path, run=index)
    assert not [option for option in index.commands[0] if option.startswith("--platform")]


def test_download_that_fails_says_what_for_and_why(requirements: Path, tmp_path: Path) -> None:
    index = Index(fails="THESE PACKAGES DO NOT MATCH THE HASHES")
    with pytest.raises(ArtifactError, match=r"(?s)for python3.14-arm64:.*DO NOT MATCH"):
        fetch_packages(requirements, LAMBDA, cache=tmp_path, run=index)


def test_nothing_is_kept_of_a_download_that_fails(requirements: Path, tmp_path: Path) -> None:
    with pytest.raises(ArtifactError):
        fetch_packages(requirements, LAMBDA, cache=tmp_path, run=Index(fails="no"))
    assert list((tmp_path / "packages").iterdir()) == []


def test_packages_of_the_metrics_function_are_pinned_by_digest() -> None:
    lines = requirements_of("metrics").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if "==" in line]
    assert pinned
    assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)
