import zipfile
from pathlib import Path

import pytest

from infra.config.dockerfile.errors import DockerfileError
from infra.images.context import content_tag, context_files, copy_context, write_context
from tests.infra.house import write_house


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_house(tmp_path)
    return tmp_path


def write(root: Path, name: str, text: str = "") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def names(root: Path, container: str) -> list[str]:
    return [path.relative_to(root).as_posix() for path in context_files(root, container)]


def test_leftovers_of_python_do_not_change_the_tag(root: Path) -> None:
    before = content_tag(root, "llamacpp")
    write(root, "inference_code/__pycache__/x.pyc", "x")
    assert content_tag(root, "llamacpp") == before


def test_other_containers_do_not_change_the_tag(root: Path) -> None:
    before = content_tag(root, "llamacpp")
    write(root, "containers/vllm/Dockerfile", "FROM scratch\n")
    assert content_tag(root, "llamacpp") == before


def test_files_beside_the_dockerfile_that_it_does_not_copy_do_not_change_the_tag(
    root: Path,
) -> None:
    before = content_tag(root, "llamacpp")
    write(root, "containers/llamacpp/export-requirements.txt", "torch==1\n")
    assert content_tag(root, "llamacpp") == before


@pytest.mark.parametrize("file", ["containers/llamacpp/Dockerfile", "inference_code/__main__.py"])
def test_every_file_of_the_context_changes_the_tag(root: Path, file: str) -> None:
    before = content_tag(root, "llamacpp")
    with (root / file).open("a") as changed:
        changed.write("# changed\n")
    assert content_tag(root, "llamacpp") != before


@pytest.fixture
def sibling(root: Path) -> Path:
    """`cuda` copies a file of `plain` in its first stage, and leaves another."""
    write(root, "containers/plain/requirements.txt", "a==1\n")
    write(root, "containers/plain/other.txt")
    write(
        root,
        "containers/cuda/Dockerfile",
        "FROM a AS build\nCOPY containers/plain/requirements.txt /tmp/\n"
        "FROM b\nCOPY --from=build /install /usr/local\nCOPY inference_code inference_code\n",
    )
    return root


def test_context_holds_the_files_of_another_folder_that_any_stage_copies(sibling: Path) -> None:
    assert names(sibling, "cuda") == [
        "containers/cuda/Dockerfile",
        "containers/plain/requirements.txt",
        "inference_code/__main__.py",
    ]


def test_copied_file_of_another_folder_changes_the_tag(sibling: Path) -> None:
    before = content_tag(sibling, "cuda")
    write(sibling, "containers/plain/requirements.txt", "a==2\n")
    assert content_tag(sibling, "cuda") != before


@pytest.mark.parametrize(
    ("copy", "message"),
    [
        ("COPY nowhere /x", r"Dockerfile:2  COPY nowhere: no such file in the build context"),
        ("COPY weights /x", r":2  COPY weights: images copy from containers and inference_code"),
        ("COPY . /x", r":2  COPY \.: images copy from containers and inference_code only"),
    ],
)
def test_copy_of_what_no_image_may_take_is_refused(root: Path, copy: str, message: str) -> None:
    write(root, "containers/llamacpp/Dockerfile", f"FROM a\n{copy}\n")
    with pytest.raises(DockerfileError, match=message):
        context_files(root, "llamacpp")


def test_zip_has_the_same_bytes_each_time(root: Path) -> None:
    write_context(root, "llamacpp", root / "first.zip")
    write_context(root, "llamacpp", root / "second.zip")
    assert (root / "first.zip").read_bytes() == (root / "second.zip").read_bytes()


def test_zip_keeps_the_places_of_the_project(root: Path) -> None:
    write_context(root, "llamacpp", root / "context.zip")
    with zipfile.ZipFile(root / "context.zip") as archive:
        assert archive.namelist() == names(root, "llamacpp")


def test_copy_keeps_the_places_of_the_project(root: Path, tmp_path: Path) -> None:
    copy_context(root, "llamacpp", tmp_path / "copy")
    assert (tmp_path / "copy" / "containers" / "llamacpp" / "Dockerfile").is_file()
    assert (tmp_path / "copy" / "inference_code" / "__main__.py").is_file()
