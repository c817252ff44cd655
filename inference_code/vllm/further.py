"""Further flags of vLLM, as variables: `SM_VLLM_ENABLE_CHUNKED_PREFILL=false`.

The same convention as in AWS's image.
Source: https://aws.github.io/deep-learning-containers/vllm/configuration/
"""

import json
import shlex
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from inference_code.settings import SettingsError

PREFIX = "SM_VLLM_"
KNOWN = Path(__file__).with_name("flags.json")
"""Every flag of `vllm serve`, by what it takes, read from the parser of the version that the image
has. `switch` has a `--no-` form, `bare` has none; `one` takes a value, `many` take several."""
DECIDED = {
    "host": "LOCKGATE_BIND_HOST",
    "port": "SAGEMAKER_BIND_TO_PORT",
    "model": "HF_MODEL_ID or the model folder",
    "revision": "HF_MODEL_REVISION",
    "served-model-name": "LOCKGATE_MODEL_NAME and LOCKGATE_MODEL_ALIASES",
    "max-model-len": "LOCKGATE_CONTEXT_LENGTH",
    "max-num-seqs": "LOCKGATE_PARALLEL_REQUESTS",
    "gpu-memory-utilization": "LOCKGATE_GPU_MEMORY_SHARE",
    "quantization": "LOCKGATE_QUANTIZATION",
    "shutdown-timeout": "LOCKGATE_DRAIN_SECONDS",
    "enable-lora": "the folder adapters",
    "lora-modules": "the folder adapters",
    "max-lora-rank": "the folder adapters",
    "max-loras": "LOCKGATE_ADAPTERS_AT_ONCE",
    "max-cpu-loras": "the folder adapters",
    "uds": "SAGEMAKER_BIND_TO_PORT",
    "allowed-media-domains": "LOCKGATE_MEDIA_HOSTS",
}
"""Flags that have one place already, and which."""
FORBIDDEN = {
    "enable-log-requests": "prompts must not come into the log",
    "enable-log-outputs": "answers must not come into the log",
    "log-error-stack": "parts of requests that are refused must not come into the log",
    "config": "flags of a file would pass by all checks: write each as a variable",
    "api-key": "SageMaker sends none: IAM decides who may ask",
    "headless": "SageMaker asks a server",
    "grpc": "SageMaker speaks HTTP",
    "root-path": "SageMaker asks for /ping and /invocations",
    "ssl-keyfile": "SageMaker speaks plain HTTP to a container",
    "ssl-certfile": "SageMaker speaks plain HTTP to a container",
}
ELSEWHERE = frozenset({"tensor-parallel-size"})
"""Flags that a variable may set, and that are read where they are checked."""


def further_flags(environ: Mapping[str, str]) -> list[str]:
    """Flags of all SM_VLLM_ variables, in the order of their names.

    Raises:
        SettingsError: a variable names no flag of vLLM, or one that may not be set so.
    """
    names = sorted(name for name in environ if name.startswith(PREFIX))
    return [word for name in names for word in _flag(name, environ[name])]


def _flag(variable: str, value: str) -> list[str]:
    name = variable.removeprefix(PREFIX).lower().replace("_", "-")
    if name in ELSEWHERE:
        return []
    _check(variable, name)
    kinds = known_flags()
    if name in kinds["switch"]:
        return [f"--{name}" if _is_on(variable, value) else f"--no-{name}"]
    if name in kinds["bare"]:
        return [f"--{name}"] if _is_on(variable, value) else []
    if name in kinds["many"]:
        return [f"--{name}", *_several(variable, value)]
    return [f"--{name}={value}"]


def _several(variable: str, value: str) -> list[str]:
    try:
        words = shlex.split(value)
    except ValueError as error:
        raise SettingsError(f"{variable} is {value!r}: {error}; put quotes in pairs") from error
    if not words:
        raise SettingsError(f"{variable} is empty; write values separated by spaces, or remove it")
    for word in words:
        if word.startswith("-"):
            raise SettingsError(
                f"{variable}: {word!r} would be a flag of its own; write it as a variable, "
                f"{PREFIX}NAME"
            )
    return words


def _check(variable: str, name: str) -> None:
    if name in DECIDED:
        raise SettingsError(f"{variable} is set, but --{name} comes from {DECIDED[name]}; set that")
    if name in FORBIDDEN:
        raise SettingsError(f"{variable} is set, and {FORBIDDEN[name]}; remove it")
    kinds = known_flags()
    flags = [flag for kind in ("switch", "bare", "one", "many") for flag in kinds[kind]]
    if name not in flags:
        close = get_close_matches(name, flags, n=1)
        hint = f"; did you mean --{close[0]}?" if close else ""
        raise SettingsError(f"{variable}: vLLM {kinds['vllm']} has no flag --{name}{hint}")


def _is_on(variable: str, value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise SettingsError(f"{variable} is {value!r}; write true or false")
    return value.lower() == "true"


@cache
def known_flags() -> dict[str, list[str]]:
    """The table of flags."""
    table: dict[str, list[str]] = json.loads(KNOWN.read_text(encoding="utf-8"))
    return table
