"""The arguments of `vllm serve`, and the variables that it runs with.

Flags are those of the version that the image is pinned to: vllm/entrypoints/launchers/cli_args.py
and vllm/engine/arg_utils.py.
"""

from collections.abc import Mapping

from inference_code.hub_store import hub_store
from inference_code.settings import SettingsError
from inference_code.vllm.adapters import adapter_flags, find_adapters
from inference_code.vllm.devices import Facts, count_devices
from inference_code.vllm.further import further_flags
from inference_code.vllm.media import NO_REDIRECTS, media_flags
from inference_code.vllm.model import Model, find_model
from inference_code.vllm.parallelism import OVERRIDE, tensor_parallel_size
from inference_code.vllm.quantization import quantization_flag
from inference_code.vllm.settings import VllmSettings

MIDDLEWARE = ("inference_code.vllm.contract.Contract", "inference_code.telemetry.Telemetry")
"""The last one is outermost (vllm/entrypoints/serve/middleware/register.py)."""
TELLING = {
    "VLLM_DEBUG_LOG_API_SERVER_RESPONSE": ("", "0", "false"),
    "VLLM_LOGGING_LEVEL": ("", "INFO", "WARNING", "ERROR", "CRITICAL"),
}
"""Variables of vLLM that bring prompts or answers into the log, and their harmless values."""

DEFAULTS = {"VLLM_NO_USAGE_STATS": "1", "CUSTOM_SCRIPT_FILENAME": ".none", **NO_REDIRECTS}


def arguments(settings: VllmSettings, facts: Facts) -> list[str]:
    """What follows `vllm`.

    Raises:
        SettingsError, LoadError, DeviceError: what was asked for cannot be served.
    """
    _check_silence(facts.environ)
    further = further_flags(facts.environ)
    model = find_model(settings)
    adapters = find_adapters(settings, model)
    quantization = quantization_flag(model, settings.quantization)
    size = tensor_parallel_size(
        model, devices=count_devices(facts), wanted=facts.environ.get(OVERRIDE)
    )
    return [
        "serve",
        model.location,
        *further,
        *_server_flags(settings),
        *media_flags(facts.environ),
        *_engine_flags(settings),
        *_source_flags(settings, model),
        *([f"--quantization={quantization}"] if quantization else []),
        f"--tensor-parallel-size={size}",
        *adapter_flags(adapters, settings),
    ]


def _server_flags(settings: VllmSettings) -> list[str]:
    """How it listens, what it is called, and what stands before it."""
    shared = settings.shared
    return [
        f"--host={shared.host}",
        f"--port={shared.port}",
        "--served-model-name",
        shared.model_name,
        *sorted(shared.model_aliases - {shared.model_name}),
        f"--shutdown-timeout={shared.drain_seconds}",
        "--no-enable-log-requests",
        "--disable-uvicorn-access-log",
        *(f"--middleware={name}" for name in MIDDLEWARE),
    ]


def _engine_flags(settings: VllmSettings) -> list[str]:
    flags = [f"--gpu-memory-utilization={settings.gpu_memory_share}"]
    if settings.context_length is not None:
        flags.append(f"--max-model-len={settings.context_length}")
    if settings.parallel_requests is not None:
        flags.append(f"--max-num-seqs={settings.parallel_requests}")
    return flags


def _source_flags(settings: VllmSettings, model: Model) -> list[str]:
    """The tokenizer has the revision of the weights unless told otherwise."""
    if model.is_local or settings.hub_revision is None:
        return []
    return [f"--revision={settings.hub_revision}"]


def _check_silence(environ: Mapping[str, str]) -> None:
    for name, harmless in TELLING.items():
        value = environ.get(name, "")
        if value not in harmless and value.upper() not in harmless:
            raise SettingsError(
                f"{name} is {value!r}, and prompts must not come into the log; remove it"
            )


def variables(environ: Mapping[str, str], settings: VllmSettings, *, root: str) -> dict[str, str]:
    """The variables that vLLM runs with.

    The hub is left alone where the weights are in the model folder: SageMaker isolates such a
    container from the network, and each attempt would wait for its time-out. What comes from it is
    kept where there is room. vLLM's usage statistics are off, and it follows no redirects when it
    fetches media. A `model.py` in the model folder is
    not run, as the library behind vLLM's /invocations otherwise would
    (model_hosting_container_standards, sagemaker_loader.py).

    Args:
        environ: of this process; its own values win.
        settings: read from it.
        root: folder that holds `inference_code`, for the middleware.
    """
    hub = {"HF_HUB_OFFLINE": "1"} if settings.hub_model is None else hub_store(environ)
    paths = filter(None, [root, *environ.get("PYTHONPATH", "").split(":")])
    given = {**DEFAULTS, **hub, **environ}
    return {**given, "PYTHONPATH": ":".join(dict.fromkeys(paths))}
