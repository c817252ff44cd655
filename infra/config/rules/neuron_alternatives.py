"""What a model could be compiled for instead, and whether cores would be idle then."""

from collections.abc import Iterator

from infra.config.catalogue import Instance, instances
from infra.config.memory import fits
from infra.config.model_card import ModelCard, Neuron, Release
from infra.config.neuron import DEGREES, neuron_cores


def divides(card: ModelCard, degree: int) -> bool:
    """Whether the attention heads can be split evenly; also where the card does not count them."""
    heads = card.architecture.attention_heads
    return heads is None or heads % degree == 0


def documented_degrees(instance: Instance) -> tuple[int, ...]:
    """Degrees that the documentation lists; none for a chip of which it says nothing."""
    return DEGREES.get(instance.accelerator.name, ()) if instance.accelerator else ()


def possible_degrees(
    card: ModelCard, release: Release, neuron: Neuron, instance: Instance
) -> Iterator[int]:
    """Documented degrees whose cores hold the model, also such as larger instances have."""
    for degree in documented_degrees(instance):
        split = neuron.model_copy(update={"tensor_parallel_degree": degree})
        trial = release.model_copy(update={"neuron": split})
        if divides(card, degree) and fits(card.architecture, trial, instance):
            yield degree


def without_idle_cores(card: ModelCard, neuron: Neuron, instance: Instance) -> str | None:
    """How fewer cores would be idle; None where neither instance nor release can be another."""
    used, cores = neuron.tensor_parallel_degree, neuron_cores(instance)
    options = []
    if any(used <= neuron_cores(one) < cores for one in instances().values()):
        options.append("use a smaller instance")
    degrees = documented_degrees(instance)
    if any(used < degree <= cores and divides(card, degree) for degree in degrees):
        options.append("compile a new release for more cores")
    return ", or ".join(options) or None
