import json
from pathlib import Path
from typing import Any

import pytest

from inference_code.handler import LoadError
from inference_code.vllm.adapters import Adapter, adapter_flags, find_adapters
from inference_code.vllm.model import find_model
from tests.inference_code.vllm.folders import settings, write_adapter, write_model

Q_PROJ = "base_model.model.model.layers.%d.self_attn.q_proj.lora_A.weight"


def found(base: Path, **environ: str) -> list[Adapter]:
    chosen = settings(base, **environ)
    return find_adapters(chosen, find_model(chosen))


def test_model_without_adapters_has_no_flags(tmp_path: Path) -> None:
    write_model(tmp_path)
    assert adapter_flags(found(tmp_path), settings(tmp_path)) == []


def test_each_folder_is_an_adapter_under_its_name(tmp_path: Path) -> None:
    folder = write_model(tmp_path)
    write_adapter(folder, "terse", r=24)
    write_adapter(folder, "polite")
    (folder / "adapters" / ".cache").mkdir()
    assert found(tmp_path) == [
        Adapter("polite", folder / "adapters" / "polite", 8),
        Adapter("terse", folder / "adapters" / "terse", 24),
    ]


def test_flags_load_all_adapters_with_room_for_the_largest_rank(tmp_path: Path) -> None:
    adapters = [Adapter("a", Path("/m/a"), 8), Adapter("b", Path("/m/b"), 24)]
    *flags, first, second = adapter_flags(adapters, settings(tmp_path, LOCKGATE_MODEL_NAME="base"))
    assert flags == [
        "--enable-lora", "--max-loras=2", "--max-cpu-loras=2", "--max-lora-rank=32",
        "--lora-modules",
    ]  # fmt: skip
    assert json.loads(first) == {"name": "a", "path": "/m/a", "base_model_name": "base"}
    assert json.loads(second)["name"] == "b"


def test_fewer_adapters_may_share_a_batch(tmp_path: Path) -> None:
    adapters = [Adapter(name, Path("/m"), 8) for name in "abc"]
    flags = adapter_flags(adapters, settings(tmp_path, LOCKGATE_ADAPTERS_AT_ONCE="2"))
    assert flags[1:3] == ["--max-loras=2", "--max-cpu-loras=3"]


def test_adapters_may_stand_beside_a_repository(tmp_path: Path) -> None:
    write_adapter(tmp_path / "model", base_model_name_or_path="Qwen/Qwen3-8B")
    assert [one.name for one in found(tmp_path, HF_MODEL_ID="Qwen/Qwen3-8B")] == ["polite"]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"r": 0}, "says r: 0; vLLM takes ranks from 1 to 512"),
        ({"r": "8"}, "says r: '8'"),
        ({"r": 1024}, "says r: 1024"),
        ({"use_dora": True}, "says use_dora: True, which vLLM does not serve"),
        ({"modules_to_save": ["lm_head"]}, "says modules_to_save"),
        ({"bias": "all"}, "says bias: 'all'"),
        ({"rank_pattern": {"q_proj": 4}}, "says rank_pattern"),
        ({"alpha_pattern": {"q_proj": 4}}, "says alpha_pattern"),
    ],
)
def test_adapter_that_vllm_cannot_serve_is_refused(
    tmp_path: Path, config: dict[str, Any], message: str
) -> None:
    write_adapter(write_model(tmp_path), **config)
    with pytest.raises(LoadError, match=message):
        found(tmp_path)


@pytest.mark.parametrize("name", ["adapter_config.json", "adapter_model.safetensors"])
def test_incomplete_adapter_is_refused(tmp_path: Path, name: str) -> None:
    (write_adapter(write_model(tmp_path)) / name).unlink()
    with pytest.raises(LoadError, match=r"polite has no (adapter_config\.json|weights)"):
        found(tmp_path)


@pytest.mark.parametrize("name", ["a=b", "a b", "ä"])
def test_name_that_a_request_could_not_give_is_refused(tmp_path: Path, name: str) -> None:
    write_adapter(write_model(tmp_path), name)
    with pytest.raises(LoadError, match="an adapter's name has letters, digits"):
        found(tmp_path)


@pytest.mark.parametrize("name", ["qwen", "dev-chat"])
def test_adapter_with_the_models_own_name_is_refused(tmp_path: Path, name: str) -> None:
    write_adapter(write_model(tmp_path), name)
    with pytest.raises(LoadError, match=f"the model itself is called {name}; rename the adapter"):
        found(tmp_path, LOCKGATE_MODEL_NAME="qwen", LOCKGATE_MODEL_ALIASES="dev-chat")


@pytest.mark.parametrize("stored", ["Qwen/Qwen3-8B-FP8", "org/qwen3-8b-awq", "Qwen3-8B-GPTQ-Int4"])
def test_adapter_fits_its_model_however_the_weights_are_stored(tmp_path: Path, stored: str) -> None:
    write_adapter(
        write_model(tmp_path, _name_or_path=stored), base_model_name_or_path="Qwen/Qwen3-8B"
    )
    assert len(found(tmp_path)) == 1


def test_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    folder = write_model(tmp_path, _name_or_path="Qwen/Qwen3-8B")
    write_adapter(folder, base_model_name_or_path="Qwen/Qwen3-4B")
    with pytest.raises(LoadError) as refused:
        found(tmp_path)
    assert str(refused.value) == (
        f"{folder}/adapters/polite was trained for Qwen/Qwen3-4B, and Qwen/Qwen3-8B is served; "
        "remove it, or set LOCKGATE_BASE_MODEL=Qwen/Qwen3-4B if the weights are those under "
        "another name"
    )


def test_operator_may_say_what_the_weights_are(tmp_path: Path) -> None:
    folder = write_model(tmp_path, _name_or_path="org/merged")
    write_adapter(folder, base_model_name_or_path="Qwen/Qwen3-8B")
    assert len(found(tmp_path, LOCKGATE_BASE_MODEL="Qwen/Qwen3-8B")) == 1


@pytest.mark.parametrize("path", ["/home/me/base", "./base", "~/base", None])
def test_path_of_the_machine_that_trained_says_nothing(tmp_path: Path, path: str | None) -> None:
    folder = write_model(tmp_path, _name_or_path="Qwen/Qwen3-8B")
    write_adapter(folder, base_model_name_or_path=path)
    assert len(found(tmp_path)) == 1


@pytest.mark.parametrize(
    ("shapes", "problem"),
    [
        ({Q_PROJ % 0: [8, 32]}, "reads 32 values, and the model's hidden size is 64"),
        ({Q_PROJ % 2: [8, 64]}, "belongs to layer 2, and the model has 2 layers"),
    ],
)
def test_adapter_of_another_shape_is_refused(
    tmp_path: Path, shapes: dict[str, list[int]], problem: str
) -> None:
    write_adapter(write_model(tmp_path), shapes=shapes)
    with pytest.raises(LoadError, match=f"is for another model: .*{problem}"):
        found(tmp_path)


def test_adapter_of_the_models_shape_is_served(tmp_path: Path) -> None:
    write_adapter(write_model(tmp_path), shapes={Q_PROJ % 1: [8, 64]})
    assert len(found(tmp_path)) == 1
