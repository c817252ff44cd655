import json
from pathlib import Path

import pytest

from inference_code.handler import LoadError
from inference_code.vllm.model import find_model
from tests.inference_code.vllm.folders import settings, tensors, write_model


def test_folder_with_configuration_and_weights_is_served(tmp_path: Path) -> None:
    folder = write_model(tmp_path)
    model = find_model(settings(tmp_path))
    assert (model.location, model.is_local) == (str(folder), True)
    assert model.figure("num_attention_heads") == 32


def test_figures_of_a_model_that_also_sees_are_those_of_its_language_part(tmp_path: Path) -> None:
    write_model(tmp_path, text_config={"num_attention_heads": 14})
    assert find_model(settings(tmp_path)).figure("num_attention_heads") == 14


def test_repository_needs_no_folder(tmp_path: Path) -> None:
    model = find_model(settings(tmp_path, HF_MODEL_ID="Qwen/Qwen3-8B"))
    assert (model.location, model.is_local, model.config) == ("Qwen/Qwen3-8B", False, {})


def test_repository_and_folder_together_are_refused(tmp_path: Path) -> None:
    write_model(tmp_path)
    with pytest.raises(LoadError, match="holds a model too; remove the variable, or the folder's"):
        find_model(settings(tmp_path, HF_MODEL_ID="Qwen/Qwen3-8B"))


@pytest.mark.parametrize("is_there", [True, False])
def test_empty_folder_is_refused(tmp_path: Path, is_there: bool) -> None:
    if is_there:
        (tmp_path / "model").mkdir()
    with pytest.raises(LoadError, match=r"is empty; name a release .*, or set HF_MODEL_ID"):
        find_model(settings(tmp_path))


def test_folder_without_a_configuration_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    folder = write_model(tmp_path)
    (folder / "config.json").rename(folder / "configuration.json")
    with pytest.raises(LoadError, match=r"has no config\.json; it holds configuration\.json, mod"):
        find_model(settings(tmp_path))


@pytest.mark.parametrize("text", ["{", "[]"])
def test_configuration_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (write_model(tmp_path) / "config.json").write_text(text)
    with pytest.raises(LoadError, match=r"config\.json (cannot be read|holds no JSON object)"):
        find_model(settings(tmp_path))


def test_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (write_model(tmp_path) / "model.safetensors").unlink()
    with pytest.raises(LoadError, match=r"holds no weights: none of \*\.safetensors"):
        find_model(settings(tmp_path))


def test_part_that_the_index_names_and_the_folder_lacks_is_named(tmp_path: Path) -> None:
    folder = write_model(tmp_path)
    index = {"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(LoadError, match=r"lacks model-2\.safetensors, which model\.safetensors\.i"):
        find_model(settings(tmp_path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (tensors({"weight": [4]})[:-3], "has 88 bytes, and its header tells of 91"),
        (b"short", "is no safetensors file, or it is cut short"),
        (b"\xff" * 64, "is no safetensors file, or it is cut short"),
        ((5).to_bytes(8, "little") + b"[1,2]", "cannot be read"),
        ((8).to_bytes(8, "little") + b'{"a": 1}', "cannot be read"),
    ],
)
def test_weights_that_are_cut_short_are_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (write_model(tmp_path) / "model.safetensors").write_bytes(content)
    with pytest.raises(LoadError, match=message):
        find_model(settings(tmp_path))
