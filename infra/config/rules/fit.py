"""The rule that a model fits the memory of its instance, and what to use when it does not."""

from infra.config.memory import available_gib, fits, memory_need
from infra.config.rules.alternatives import smaller_release, smallest_instance
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject


def too_large(subject: VariantSubject) -> list[Breach]:
    """Weights, cache and overhead beyond the memory of the instance."""
    card, release, instance = subject.card, subject.release, subject.instance
    if card is None or release is None or instance is None:
        return []
    need = memory_need(card.architecture, release, instance)
    if fits(need, instance):
        return []
    facts = {
        "instance": instance.name,
        "available": available_gib(instance),
        "memory": "accelerator memory" if instance.accelerator else "RAM",
        "model": subject.variant.model,
        "need": need,
        "fix": _fix(
            smallest_instance(subject, card, release), smaller_release(card, release, instance)
        ),
    }
    return [breach(*subject.where("instance"), **facts)]


def _fix(*options: str | None) -> str:
    possible = [option for option in options if option]
    if possible:
        return "use " + ", or ".join(possible)
    return "lower context_length or parallel_requests in a new release"


FIT: list[Rule[VariantSubject]] = [
    Rule(
        "FIT",
        too_large,
        "{instance} has {available:.1f} GiB of {memory}; {model} needs {need.total:.1f} GiB "
        "(weights {need.weights:.1f}, KV cache {need.kv_cache:.1f}, overhead "
        "{need.overhead:.1f})",
        "{fix}",
    ),
]
