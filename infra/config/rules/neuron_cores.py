"""Rules for Inferentia and Trainium: what a model is compiled for must fit the cores it runs on."""

from infra.config.memory import available_gib, fits, memory_need
from infra.config.model_card import ModelCard, Neuron, Release
from infra.config.neuron import DEGREES, model_copies, neuron_cores
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

SEVERAL_COPIES = ("djl-neuronx",)
"""Images that start a worker for each group of cores; servers such as vLLM run one engine."""


def _compiled(subject: VariantSubject) -> Neuron | None:
    """What the release is compiled for, when it runs on Neuron."""
    if subject.instance is None or subject.instance.kind != "neuron" or subject.measured is None:
        return None
    _, release = subject.measured
    return release.neuron


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
    heads = card.architecture.attention_heads if card else None
    if neuron is None or heads is None or heads % neuron.tensor_parallel_degree == 0:
        return []
    return [_of_model(subject, neuron, heads=heads)]


def heads_missing(subject: VariantSubject) -> list[Breach]:
    """Models that are split, without the figure that tells whether they can be."""
    neuron, card = _compiled(subject), subject.card
    if neuron is None or card is None or card.architecture.attention_heads is not None:
        return []
    return [_of_model(subject, neuron, card=card.name)] if neuron.tensor_parallel_degree > 1 else []


def unsupported_degree(subject: VariantSubject) -> list[Breach]:
    """Degrees that the documentation does not list."""
    neuron, instance = _compiled(subject), subject.instance
    if neuron is None or instance is None or instance.accelerator is None:
        return []
    known = DEGREES.get(instance.accelerator.name)
    if known is None or neuron.tensor_parallel_degree in known:
        return []
    listed = ", ".join(str(degree) for degree in known)
    return [_of_model(subject, neuron, instance=instance.name, listed=listed)]


def too_large(subject: VariantSubject) -> list[Breach]:
    """Weights and cache beyond the memory of the cores over which the model is split."""
    neuron, measured = _compiled(subject), subject.measured
    if neuron is None or measured is None or subject.instance is None:
        return []
    card, release = measured
    need = memory_need(card.architecture, release, subject.instance)
    available = available_gib(subject.instance, release)
    if need.total <= available:
        return []
    facts = {"need": need, "available": available, "fix": _fix(subject, card, release, neuron)}
    return [_of_model(subject, neuron, **facts)]


def _fix(subject: VariantSubject, card: ModelCard, release: Release, neuron: Neuron) -> str:
    instance = subject.instance
    accelerator = instance.accelerator if instance else None
    for degree in DEGREES.get(accelerator.name, ()) if accelerator else ():
        wider = neuron.model_copy(update={"tensor_parallel_degree": degree})
        trial = release.model_copy(update={"neuron": wider})
        if instance and fits(card.architecture, trial, instance):
            more = "" if degree <= neuron_cores(instance) else ", on an instance with that many"
            return f"compile a new release for {degree} cores{more}"
    return "lower context_length or parallel_requests in a new release"


def idle_cores(subject: VariantSubject) -> list[Breach]:
    """Cores that no copy of the model uses."""
    neuron, instance, image = _compiled(subject), subject.instance, subject.image
    if neuron is None or instance is None or model_copies(instance, neuron) < 1:
        return []
    several = image is not None and image.family in SEVERAL_COPIES
    copies = model_copies(instance, neuron) if several else 1
    idle = neuron_cores(instance) - copies * neuron.tensor_parallel_degree
    if idle == 0:
        return []
    return [_of_model(subject, neuron, instance=instance.name, idle=idle, copies=copies)]


def _of_model(subject: VariantSubject, neuron: Neuron, **facts: object) -> Breach:
    degree = neuron.tensor_parallel_degree
    model = subject.variant.model
    return breach(*subject.where("model"), model=model, degree=degree, **facts)


VARIANT_NEURON_CORES: list[Rule[VariantSubject]] = [
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
        "compile a new release for a divisor of {heads}",
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
        "{need.kv_cache:.1f}, overhead {need.overhead:.1f}), and the {degree} NeuronCores that it "
        "is split over have {available:.1f}",
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
        "{idle} NeuronCores of {instance} would be idle: {copies} of {model} on {degree} cores "
        "each",
        "use a smaller instance, or compile a new release for more cores",
        "warn",
    ),
]
