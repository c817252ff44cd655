"""Rules for Inferentia and Trainium: what a model is compiled for must fit the cores it runs on."""

from infra.config.catalogue import Instance
from infra.config.memory import available_gib, memory_need
from infra.config.model_card import ModelCard, Neuron, Release
from infra.config.neuron import FIRST_GENERATION, model_copies, neuron_cores
from infra.config.rules.neuron_alternatives import (
    divides,
    documented_degrees,
    possible_degrees,
    without_idle_cores,
)
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

SEVERAL_COPIES = ("djl-neuronx",)
"""Images that start a worker for each group of cores; servers such as vLLM run one engine."""

ONE_CORE = ("huggingface-neuronx",)
"""Images whose server runs a model on one NeuronCore, by the source of
https://github.com/aws/sagemaker-huggingface-inference-toolkit."""


def _compiled(subject: VariantSubject) -> Neuron | None:
    """What the release is compiled for, when it runs on Neuron that an image is for."""
    instance, measured = subject.instance, subject.measured
    if instance is None or measured is None:
        return None
    if instance.kind != "neuron" or instance.family == FIRST_GENERATION:
        return None
    return measured[1].neuron


def split_in_vain(subject: VariantSubject) -> list[Breach]:
    """Degrees over 1 in an image that runs a model on one core."""
    neuron, image = _compiled(subject), subject.image
    if neuron is None or image is None or image.family not in ONE_CORE:
        return []
    return [_of_model(subject, neuron, image=image)] if neuron.tensor_parallel_degree > 1 else []


def too_few_cores(subject: VariantSubject) -> list[Breach]:
    """Models split over more cores than there are."""
    neuron, instance = _compiled(subject), subject.instance
    if neuron is None or instance is None or model_copies(instance, neuron) >= 1:
        return []
    facts = {"instance": instance.name, "cores": neuron_cores(instance)}
    return [_of_model(subject, neuron, **facts)]


def uneven_heads(subject: VariantSubject) -> list[Breach]:
    """Attention heads that cannot be split evenly."""
    neuron, card = _compiled(subject), subject.card
    if neuron is None or card is None or divides(card, neuron.tensor_parallel_degree):
        return []
    heads = card.architecture.attention_heads
    return [_of_model(subject, neuron, heads=heads, fix=_even_fix(subject, neuron))]


def _even_fix(subject: VariantSubject, neuron: Neuron) -> str:
    instance, measured = subject.instance, subject.measured
    possible = possible_degrees(*measured, neuron, instance) if instance and measured else ()
    cores = [str(d) for d in possible if instance and d <= neuron_cores(instance)]
    return f"{' or '.join(cores)} cores" if cores else "a number of cores that divides them"


def heads_missing(subject: VariantSubject) -> list[Breach]:
    """Models that are split, without the figure that tells whether they can be."""
    neuron, card = _compiled(subject), subject.card
    if neuron is None or card is None or card.architecture.attention_heads is not None:
        return []
    return [_of_model(subject, neuron, card=card.name)] if neuron.tensor_parallel_degree > 1 else []


def unsupported_degree(subject: VariantSubject) -> list[Breach]:
    """Degrees that the documentation does not list."""
    neuron, instance, card = _compiled(subject), subject.instance, subject.card
    if neuron is None or instance is None or card is None:
        return []
    known = documented_degrees(instance)
    if not known or neuron.tensor_parallel_degree in known:
        return []
    if not divides(card, neuron.tensor_parallel_degree):
        return []  # Another rule refuses it.
    listed = ", ".join(str(degree) for degree in known)
    return [_of_model(subject, neuron, instance=instance.name, listed=listed)]


def too_large(subject: VariantSubject) -> list[Breach]:
    """Weights and cache beyond the memory of the cores over which the model is split."""
    neuron, measured, instance = _compiled(subject), subject.measured, subject.instance
    if neuron is None or measured is None or instance is None:
        return []
    card, release = measured
    need = memory_need(card.architecture, release, instance)
    available = available_gib(instance, release)
    if need.total <= available:
        return []
    facts = {"need": need, "available": available, "fix": _fix(card, release, neuron, instance)}
    return [_of_model(subject, neuron, **facts)]


def _fix(card: ModelCard, release: Release, neuron: Neuron, instance: Instance) -> str:
    for degree in possible_degrees(card, release, neuron, instance):
        more = "" if degree <= neuron_cores(instance) else ", on an instance with that many"
        return f"compile a new release for {degree} cores{more}"
    return "lower context_length or parallel_requests in a new release"


def idle_cores(subject: VariantSubject) -> list[Breach]:
    """Cores that no copy of the model uses."""
    neuron, instance, card = _compiled(subject), subject.instance, subject.card
    if neuron is None or instance is None or card is None or model_copies(instance, neuron) < 1:
        return []
    if too_large(subject) or not divides(card, neuron.tensor_parallel_degree):
        return []  # Other rules ask for another release.
    image = subject.image
    several = image is not None and image.family in SEVERAL_COPIES
    copies = model_copies(instance, neuron) if several else 1
    idle = neuron_cores(instance) - copies * neuron.tensor_parallel_degree
    fix = without_idle_cores(card, neuron, instance)
    if idle == 0 or fix is None:
        return []
    facts = {"instance": instance.name, "idle": _counted(idle), "copies": copies, "fix": fix}
    return [_of_model(subject, neuron, **facts)]


def _counted(cores: int) -> str:
    return "1 NeuronCore" if cores == 1 else f"{cores} NeuronCores"


def _of_model(subject: VariantSubject, neuron: Neuron, **facts: object) -> Breach:
    degree = neuron.tensor_parallel_degree
    model = subject.variant.model
    where = subject.where("model")
    return breach(*where, model=model, degree=degree, split=_counted(degree), **facts)


VARIANT_NEURON_CORES: list[Rule[VariantSubject]] = [
    Rule(
        "NEURON",
        split_in_vain,
        "{image} runs a model on one NeuronCore, and {model} is split over {degree}",
        "use a release in huggingface-vllm-neuronx, or compile a new one for 1",
    ),
    Rule(
        "NEU-02",
        too_few_cores,
        "{model} is split over {degree} NeuronCores, and {instance} has {cores}",
        "use a larger instance, or compile a new release for {cores} or fewer",
    ),
    Rule(
        "NEU-02",
        uneven_heads,
        "{model} is split over {degree} NeuronCores, by which its {heads} attention heads cannot "
        "be divided",
        "compile a new release for {fix}",
    ),
    Rule(
        "NEU-02",
        heads_missing,
        "{model} is split over {degree} NeuronCores, and its card does not say how many attention "
        "heads it has",
        "add attention_heads to the architecture of models/{card}.yaml",
    ),
    Rule(
        "NEU-02",
        too_large,
        "{model} needs {need.total:.1f} GiB (weights {need.weights:.1f}, KV cache "
        "{need.kv_cache:.1f}, overhead {need.overhead:.1f}), and there are {available:.1f} on "
        "the {split} that it runs on",
        "{fix}",
    ),
    Rule(
        "NEU-03",
        unsupported_degree,
        "{model} is split over {degree} NeuronCores, and for {instance} the documentation lists "
        "{listed}",
        "compile a new release for one of these",
        "warn",
    ),
    Rule(
        "NEURON",
        idle_cores,
        "{idle} of {instance} would be idle: {copies} of {model} on {degree} cores each",
        "{fix}",
        "warn",
    ),
]
