"""Rules for variables that repeat what a model is compiled for.

Sources: the pages on Neuron of https://docs.djl.ai/docs/serving/serving/docs/lmi and, for the
images of Hugging Face, the entry points in https://github.com/huggingface/optimum-neuron.
"""

from collections.abc import Callable, Iterator

from infra.config.model_card import Neuron, Settings
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

Compiled = Callable[[Settings, Neuron], object]


def _context(settings: Settings, _: Neuron) -> object:
    return settings.context_length


def _batch(settings: Settings, _: Neuron) -> object:
    return settings.parallel_requests


def _degree(_: Settings, neuron: Neuron) -> object:
    return neuron.tensor_parallel_degree


def _data_type(_: Settings, neuron: Neuron) -> object:
    return neuron.data_type


TOOLKIT: dict[str, tuple[str, Compiled]] = {
    "HF_OPTIMUM_SEQUENCE_LENGTH": ("settings.context_length", _context),
    "HF_OPTIMUM_BATCH_SIZE": ("settings.parallel_requests", _batch),
}
"""Variables of the sagemaker-huggingface-inference-toolkit."""
LMI: dict[str, tuple[str, Compiled]] = {
    "OPTION_N_POSITIONS": ("settings.context_length", _context),
    "OPTION_MAX_ROLLING_BATCH_SIZE": ("settings.parallel_requests", _batch),
    "OPTION_TENSOR_PARALLEL_DEGREE": ("neuron.tensor_parallel_degree", _degree),
    "OPTION_DTYPE": ("neuron.data_type", _data_type),
}
"""Variables of Large Model Inference for Neuron."""
VLLM: dict[str, tuple[str, Compiled]] = {
    "SM_ON_SEQUENCE_LENGTH": ("settings.context_length", _context),
    "SM_ON_BATCH_SIZE": ("settings.parallel_requests", _batch),
    "SM_ON_TENSOR_PARALLEL_SIZE": ("neuron.tensor_parallel_degree", _degree),
}
"""Variables of Hugging Face's vLLM for Neuron."""
TGI: dict[str, tuple[str, Compiled]] = {
    "HF_NUM_CORES": ("neuron.tensor_parallel_degree", _degree),
    "HF_BATCH_SIZE": ("settings.parallel_requests", _batch),
    "MAX_BATCH_SIZE": ("settings.parallel_requests", _batch),
    "HF_SEQUENCE_LENGTH": ("settings.context_length", _context),
    "MAX_TOTAL_TOKENS": ("settings.context_length", _context),
    "HF_AUTO_CAST_TYPE": ("neuron.data_type", _data_type),
}
"""Variables of Text Generation Inference for Neuron."""


def compiled_differs(subject: VariantSubject) -> Iterator[Breach]:
    """Variables of the toolkit, LMI and vLLM with other values than the compiled ones."""
    yield from _differing(subject, TOOLKIT | LMI | VLLM)


def tgi_differs(subject: VariantSubject) -> Iterator[Breach]:
    """Variables of TGI with other values than the compiled ones."""
    yield from _differing(subject, TGI)


def _differing(subject: VariantSubject, known: dict[str, tuple[str, Compiled]]) -> Iterator[Breach]:
    release = subject.release
    if release is None or release.neuron is None:
        return
    written = {**release.environment, **subject.variant.environment}
    for key, (setting, compiled) in known.items():
        expected = str(compiled(release.settings, release.neuron))
        if key in written and written[key] != expected:
            facts = {"value": written[key], "expected": expected, "setting": setting}
            yield breach(*_place(subject, key), key=key, model=subject.variant.model, **facts)


def _place(subject: VariantSubject, key: str) -> tuple[str, ...]:
    """Where a variable is written; one of the release is shown at the model."""
    own = key in subject.variant.environment
    return subject.where("environment", key) if own else subject.where("model")


_DIFFERS = (
    "{key} is {value!r}, and {model} is compiled with {setting} {expected}, which cannot change "
    "afterwards",
    "remove {key}, or compile a new release",
)
VARIANT_NEURON_VARIABLES: list[Rule[VariantSubject]] = [
    Rule("NEU-04", compiled_differs, *_DIFFERS),
    Rule("NEU-05", tgi_differs, *_DIFFERS),
]
