import zipfile
from pathlib import Path

import pytest

from infra.images.context import content_tag, copy_context, write_context
from tests.infra.house import write_house


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_house(tmp_path)
    return tmp_path


def test_leftovers_of_python_do_not_change_the_tag(root: Path) -> None:
    before = content_tag(root, "llamacpp")
    (root / "inference_code" / "__pycache__").mkdir()
    (root / "inference_code" / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert content_tag(root, "llamacpp") == before


def test_other_containers_do_not_change_the_tag(root: Path) -> None:
    before = content_tag(root, "llamacpp")
    (root / "containers" / "vllm").mkdir()
    (root / "containers" / "vllm" / "Dockerfile").write_text("FROM scratch\n")
    assert content_tag(root, "llamacpp") == before


@pytest.mark.parametrize("file", ["containers/llamacpp/Dockerfile", "inference_code/__main__.py"])
def test_every_file_of_the_context_changes_the_tag(root: Path, file: str) -> None:
    before = content_tag(root, "llamacpp")
    (root / file).write_text("changed\n")
    assert content_tag(root, "llamacpp") != before


def test_zip_has_the_same_bytes_each_time(root: Path) -> None:
    write_context(root, "llamacpp", root / "first.zip")
    write_context(root, "llamacpp", root / "second.zip")
    assert (root / "first.zip").read_bytes() == (root / "second.zip").read_bytes()


def test_zip_keeps_the_places_of_the_project(root: Path) -> None:
    write_context(root, "llamacpp", root / "context.zip")
    with zipfile.ZipFile(root / "context.zip") as archive:
        assert archive.namelist() == [
            "containers/llamacpp/Dockerfile",
            "inference_code/__main__.py",
        ]


def test_copy_keeps_the_places_of_the_project(root: Path, tmp_path: Path) -> None:
    copy_context(root, "llamacpp", tmp_path / "copy")
    assert (tmp_path / "copy" / "containers" / "llamacpp" / "Dockerfile").is_file()
    assert (tmp_path / "copy" / "inference_code" / "__main__.py").is_file()
