from pathlib import Path
from typing import Any

import pytest

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import (
    SHA256,
    Tree,
    environment,
    large_card,
    large_endpoint,
    large_release,
    small_card,
    small_release,
    write_text,
)

MISSING = "file:weights/none.gguf"
ONNX = "FROM x\nENV LOCKGATE_HANDLER=onnx\n"


def test_file_that_is_not_there(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(source=MISSING)})
    assert broken(models={"small": card}) == [
        "endpoints.chat.model  small@1 comes from file:weights/none.gguf, which does not exist; "
        "put it there; the path begins at the project's folder  [SOURCE]"
    ]


def test_file_that_nobody_uses_may_be_missing(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(), "2": small_release(source=MISSING)})
    assert broken(models={"small": card}) == []


def test_folder_that_is_exported_when_it_is_wanted(broken: Broken, tmp_path: Path) -> None:
    write_text(tmp_path, "containers/onnx/Dockerfile", "FROM x\nENV LOCKGATE_HANDLER=onnx\n")
    exported = small_release(source="file:made", container="onnx", sha256=None)
    original = small_release(source="pypi:small==1.0#small/")
    card = small_card(releases={"1": {**exported, "bits_per_weight": 8}, "2": original})
    assert broken(models={"small": card}) == [
        "endpoints.chat.model  small@1 comes from file:made, which does not exist; make it: "
        "lockgate export --int8 small@2 made  [SOURCE]"
    ]


def test_file_of_a_stand_in_that_is_not_there(broken: Broken) -> None:
    local = environment(
        account="000000000000", images="local", endpoints={"chat": large_endpoint()}
    )
    card = small_card(releases={"1": small_release(source=MISSING)})
    assert broken(environments={"local": local}, models={"small": card}) == [
        "endpoints.chat.model  small@1 comes from file:weights/none.gguf, which does not exist; "
        "put it there; the path begins at the project's folder  [SOURCE]"
    ]


def test_file_of_a_stand_in_is_not_needed_on_aws(broken: Broken) -> None:
    card = small_card(releases={"1": small_release(source=MISSING)})
    assert broken(endpoints={"chat": large_endpoint()}, models={"small": card}) == []


def folder(root: Path, dockerfile: str, *files: str, **changes: Any) -> Tree:
    """The small model in the folder `made`, for a container of this Dockerfile."""
    write_text(root, "containers/mine/Dockerfile", dockerfile)
    (root / "made").mkdir()
    for file in files:
        write_text(root, f"made/{file}", "")
    release = {"source": "file:made", "sha256": None, "container": "mine", **changes}
    return {"small": small_card(releases={"1": small_release(**release)})}


@pytest.mark.parametrize("files", [(), (".gitkeep", "__pycache__/x.pyc")])
def test_folder_without_files(broken: Broken, tmp_path: Path, files: tuple[str, ...]) -> None:
    assert broken(models=folder(tmp_path, "FROM x\n", *files)) == [
        "endpoints.chat.model  small@1 comes from file:made, which has no files; put there what "
        "containers/mine loads, or name another source  [SOURCE]"
    ]


def test_folder_without_files_that_nobody_uses(broken: Broken, tmp_path: Path) -> None:
    models = folder(tmp_path, "FROM x\n")
    assert broken(endpoints={"chat": large_endpoint()}, models=models) == []


def test_folder_that_an_image_of_aws_finds_empty(broken: Broken, tmp_path: Path) -> None:
    folder(tmp_path, "FROM x\n")
    card = large_card(releases={"1": large_release(source="file:made")})
    assert broken(endpoints={"chat": large_endpoint()}, models={"large": card}) == [
        "endpoints.chat.model  large@1 comes from file:made, which has no files; put there what "
        "vllm loads, or name another source  [SOURCE]"
    ]


def test_exported_folder_that_is_incomplete(broken: Broken, tmp_path: Path) -> None:
    models = folder(tmp_path, ONNX, "config.json", bits_per_weight=32)
    assert broken(models=models) == [
        "endpoints.chat.model  small@1 comes from file:made, which has no model.onnx and no "
        "tokenizer.json; remove it, then make it anew: lockgate export FOLDER made  [SOURCE]"
    ]


def test_original_that_is_named_instead_of_its_export(broken: Broken, tmp_path: Path) -> None:
    files = ("config.json", "tokenizer.json", "model.safetensors")
    models = folder(tmp_path, ONNX, *files, bits_per_weight=8)
    assert broken(models=models) == [
        "endpoints.chat.model  small@1 comes from file:made, which has no model.onnx; export it, "
        "and name the new folder: lockgate export --int8 made made-onnx  [SOURCE]"
    ]


def test_folder_that_is_no_export_of_anything(broken: Broken, tmp_path: Path) -> None:
    assert broken(models=folder(tmp_path, ONNX, "words.json")) == [
        "endpoints.chat.model  small@1 comes from file:made, which has no model.onnx and no "
        "tokenizer.json and no config.json; put there what containers/mine loads, or name another "
        "source  [SOURCE]"
    ]


def test_folder_of_a_stand_in_that_is_incomplete(broken: Broken, tmp_path: Path) -> None:
    local = environment(
        account="000000000000", images="local", endpoints={"chat": large_endpoint()}
    )
    models = folder(tmp_path, "FROM x\nENV LOCKGATE_HANDLER=llamacpp\n", "README.md")
    assert broken(environments={"local": local}, models=models) == [
        "endpoints.chat.model  small@1 comes from file:made, which has no *.gguf; put there what "
        "containers/mine loads, or name another source  [SOURCE]"
    ]


def test_one_file_for_a_container_that_loads_a_folder(broken: Broken, tmp_path: Path) -> None:
    models = folder(tmp_path, ONNX, source="pypi:small==1.0#model.onnx", sha256=SHA256)
    assert broken(models=models) == [
        "endpoints.chat.model  small@1 is one file, and containers/mine loads a folder; name a "
        "folder as the source of a new release  [SOURCE]"
    ]
