from collections.abc import Sequence
from pathlib import Path

import pytest

from inference_code.hub_store import STORE
from inference_code.settings import SettingsError
from inference_code.vllm.arguments import arguments, variables
from inference_code.vllm.devices import Facts
from inference_code.vllm.settings import VllmSettings
from tests.inference_code.vllm.folders import settings, write_adapter, write_model

ONE = ["GPU 0: NVIDIA L4"]


def built(base: Path, *, listed: Sequence[str] = ONE, **environ: str) -> list[str]:
    given = {"SAGEMAKER_BASE_DIR": str(base), **environ}
    facts = Facts(environ=given, files=[], listed=listed)
    return arguments(VllmSettings.from_environment(given), facts)


def test_arguments_say_everything_that_the_environment_does(tmp_path: Path) -> None:
    folder = write_model(tmp_path)
    found = built(
        tmp_path,
        listed=["GPU 0: NVIDIA L4", "GPU 1: NVIDIA L4"],
        SAGEMAKER_BIND_TO_PORT="9000",
        LOCKGATE_MODEL_NAME="qwen3-8b",
        LOCKGATE_MODEL_ALIASES="dev-chat",
        LOCKGATE_CONTEXT_LENGTH="8192",
        LOCKGATE_PARALLEL_REQUESTS="8",
        SM_VLLM_ENFORCE_EAGER="true",
    )
    assert found == [
        "serve", str(folder), "--enforce-eager", "--host=0.0.0.0", "--port=9000",
        "--served-model-name", "qwen3-8b", "dev-chat", "--shutdown-timeout=25",
        "--no-enable-log-requests", "--disable-uvicorn-access-log",
        "--middleware=inference_code.vllm.contract.Contract",
        "--middleware=inference_code.telemetry.Telemetry",
        "--allowed-media-domains", "none.invalid", "--gpu-memory-utilization=0.9",
        "--max-model-len=8192", "--max-num-seqs=8", "--tensor-parallel-size=2",
    ]  # fmt: skip


def test_repository_has_its_revision(tmp_path: Path) -> None:
    found = built(tmp_path, HF_MODEL_ID="org/model", HF_MODEL_REVISION="abc")
    assert found[1] == "org/model"
    assert "--revision=abc" in found


def test_fp8_and_adapters_are_told(tmp_path: Path) -> None:
    write_adapter(write_model(tmp_path))
    found = built(tmp_path, LOCKGATE_QUANTIZATION="fp8")
    assert "--quantization=fp8" in found
    assert "--enable-lora" in found


@pytest.mark.parametrize(
    ("name", "value"),
    [("VLLM_DEBUG_LOG_API_SERVER_RESPONSE", "1"), ("VLLM_LOGGING_LEVEL", "debug")],
)
def test_variable_that_would_log_prompts_is_refused(tmp_path: Path, name: str, value: str) -> None:
    write_model(tmp_path)
    with pytest.raises(SettingsError, match=f"{name} is '{value}', and prompts must not"):
        built(tmp_path, **{name: value})


def test_usual_log_levels_are_allowed(tmp_path: Path) -> None:
    write_model(tmp_path)
    assert built(tmp_path, VLLM_LOGGING_LEVEL="warning")[0] == "serve"


def test_model_folder_is_served_without_the_hub(tmp_path: Path) -> None:
    found = variables({"A": "b"}, settings(tmp_path), root="/srv")
    assert found == {
        "A": "b", "CUSTOM_SCRIPT_FILENAME": ".none", "HF_HUB_OFFLINE": "1",
        "VLLM_MEDIA_URL_ALLOW_REDIRECTS": "0", "VLLM_NO_USAGE_STATS": "1", "PYTHONPATH": "/srv",
    }  # fmt: skip


def test_repository_is_fetched_and_what_is_set_stays(tmp_path: Path) -> None:
    given = {
        "VLLM_NO_USAGE_STATS": "0", "CUSTOM_SCRIPT_FILENAME": "a.py",
        "VLLM_MEDIA_URL_ALLOW_REDIRECTS": "1",
        "PYTHONPATH": "/srv:/srv/packages", "HF_HOME": "/here",
    }  # fmt: skip
    chosen = settings(tmp_path, HF_MODEL_ID="org/model")
    assert variables(given, chosen, root="/srv") == given


def test_repository_is_kept_where_sagemaker_has_room(tmp_path: Path) -> None:
    found = variables({}, settings(tmp_path, HF_MODEL_ID="org/model"), root="/srv")
    assert found["HF_HOME"] == STORE
