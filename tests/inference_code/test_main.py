import sys
from types import ModuleType, SimpleNamespace

import pytest

from inference_code.__main__ import create_service, main
from inference_code.multi_model.service import MultiModel
from inference_code.server.single_model import SingleModel
from inference_code.settings import Settings, SettingsError
from tests.inference_code.scripted import settings


def test_handler_serves_one_model_unless_the_platform_wants_many() -> None:
    assert isinstance(create_service(settings()), SingleModel)
    assert isinstance(create_service(settings(SAGEMAKER_MULTI_MODEL="true")), MultiModel)


@pytest.mark.parametrize("many", ["true", "false"])
def test_multi_model_server_serves_one_model_and_many(
    monkeypatch: pytest.MonkeyPatch, many: str
) -> None:
    def create(given: Settings) -> object:
        return SimpleNamespace(settings=given)

    module = ModuleType("server")
    module.ModelServer = create  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "inference_code.mms.server", module)
    given = settings(LOCKGATE_HANDLER="multi-model-server", SAGEMAKER_MULTI_MODEL=many)
    assert create_service(given) == SimpleNamespace(settings=given)


@pytest.mark.parametrize("many", ["true", "false"])
def test_unknown_handler_names_the_known_ones(many: str) -> None:
    with pytest.raises(SettingsError) as raised:
        create_service(settings(LOCKGATE_HANDLER="gguf", SAGEMAKER_MULTI_MODEL=many))
    assert str(raised.value) == (
        "LOCKGATE_HANDLER is 'gguf'; write one of: llamacpp, onnx, multi-model-server"
    )


@pytest.mark.parametrize("arguments", [[], ["train"], ["serve", "now"]])
def test_other_arguments_get_the_usage(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr().err == "lockgate: usage: python -m inference_code serve\n"


def test_wrong_setting_is_the_last_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCKGATE_THREADS", "0")
    assert main(["serve"]) == 1
    said = "lockgate: LOCKGATE_THREADS is '0'; write a whole number, at least 1\n"
    assert capsys.readouterr().err == said
