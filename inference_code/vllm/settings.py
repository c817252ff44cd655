"""What an operator can choose for vLLM, beside what all containers read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from inference_code.settings import Settings, SettingsError

GPU_MEMORY_SHARE = 0.9
"""Share of each GPU's memory that vLLM takes; the fit of a release is computed with the same."""
Quantization = Literal["awq", "gptq", "fp8"]
"""Forms of quantized weights that are checked before vLLM starts."""


@dataclass(frozen=True, kw_only=True)
class VllmSettings:
    """The variables of this container."""

    shared: Settings
    """What all containers read."""
    context_length: int | None
    """LOCKGATE_CONTEXT_LENGTH. Default: the model's own."""
    parallel_requests: int | None
    """LOCKGATE_PARALLEL_REQUESTS. Default: vLLM's own."""
    gpu_memory_share: float
    """LOCKGATE_GPU_MEMORY_SHARE. Default: 0.9."""
    quantization: Quantization | None
    """LOCKGATE_QUANTIZATION. Default: what the model's files say."""
    hub_model: str | None
    """HF_MODEL_ID: a repository that vLLM downloads. Default: the model folder."""
    hub_revision: str | None
    """HF_MODEL_REVISION. Default: the repository's newest."""
    base_model: str | None
    """LOCKGATE_BASE_MODEL: what the adapters' training calls the model. Default: what the model's
    files say."""
    adapters_at_once: int | None
    """LOCKGATE_ADAPTERS_AT_ONCE: adapters that one batch may mix. Default: all."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "VllmSettings":
        """Read the settings.

        Raises:
            SettingsError: a value is not among those that its variable may have.
        """
        shared = Settings.from_environment(environ)
        if shared.multi_model:
            raise SettingsError(
                "vLLM serves one model and its adapters; use a container whose image has the "
                "label for multi-model endpoints"
            )
        if environ.get("HF_MODEL_REVISION") and not environ.get("HF_MODEL_ID"):
            raise SettingsError("HF_MODEL_REVISION is set and HF_MODEL_ID is not; set both")
        return cls(
            shared=shared,
            context_length=_if_set(environ, "LOCKGATE_CONTEXT_LENGTH", shared.context_length),
            parallel_requests=_if_set(
                environ, "LOCKGATE_PARALLEL_REQUESTS", shared.parallel_requests
            ),
            gpu_memory_share=_share(environ),
            quantization=_quantization(environ),
            hub_model=environ.get("HF_MODEL_ID") or None,
            hub_revision=environ.get("HF_MODEL_REVISION") or None,
            base_model=environ.get("LOCKGATE_BASE_MODEL") or None,
            adapters_at_once=_adapters(environ),
        )


def _if_set(environ: Mapping[str, str], name: str, value: int) -> int | None:
    return value if name in environ else None


def _share(environ: Mapping[str, str]) -> float:
    text = environ.get("LOCKGATE_GPU_MEMORY_SHARE", str(GPU_MEMORY_SHARE))
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise SettingsError(
            f"LOCKGATE_GPU_MEMORY_SHARE is {text!r}; write a number above 0 and at most 1"
        )
    return share


def _quantization(environ: Mapping[str, str]) -> Quantization | None:
    text = environ.get("LOCKGATE_QUANTIZATION")
    if text is None:
        return None
    if text not in get_args(Quantization):
        known = ", ".join(get_args(Quantization))
        raise SettingsError(
            f"LOCKGATE_QUANTIZATION is {text!r}; write one of {known}, or remove it: vLLM reads "
            "other forms from the model's own files"
        )
    return cast(Quantization, text)


def _adapters(environ: Mapping[str, str]) -> int | None:
    text = environ.get("LOCKGATE_ADAPTERS_AT_ONCE")
    if text is None:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(
            f"LOCKGATE_ADAPTERS_AT_ONCE is {text!r}; write a whole number, at least 1"
        )
    return int(text)
