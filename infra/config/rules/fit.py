"""The rules that a model fits the memory of where it runs, and what to use when it does not."""

from infra.config.endpoints import MultiModelEndpoint, ServerlessEndpoint
from infra.config.memory import Need, available_gib, memory_need, serverless_need
from infra.config.rules.alternatives import smaller_release, smallest_instance
from infra.config.rules.serverless import MEMORY_SIZES
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject, variant_subjects

MIB_PER_GIB = 1024


def too_large(subject: VariantSubject) -> list[Breach]:
    """Weights, cache and overhead beyond the memory of the instance."""
    measured, instance = subject.measured, subject.instance
    if measured is None or instance is None or instance.kind == "neuron":
        return []
    if subject.image and subject.processor not in subject.image.tags:
        return []  # Another rule refuses the instance, whatever its memory.
    card, release = measured
    need = memory_need(card.architecture, release, instance, workers=subject.workers)
    available = available_gib(instance, release)
    if need.total <= available:
        return []
    facts = {
        "instance": instance.name,
        "available": available,
        "memory": "accelerator memory" if instance.accelerator else "RAM",
        "model": subject.variant.model,
        "need": need,
        "where": _where(subject),
        "fix": _fix(
            smallest_instance(subject, card, release),
            smaller_release(card, release, instance, root=subject.project.root),
        ),
    }
    return [breach(*subject.where("instance"), **facts)]


def _where(subject: VariantSubject) -> str:
    count = subject.workers
    return f" in {count} processes, one for each parallel request" if count > 1 else ""


def _fix(*options: str | None) -> str:
    possible = [option for option in options if option]
    if possible:
        return "use " + ", or ".join(possible)
    return "lower context_length or parallel_requests in a new release"


def too_large_for_serverless(subject: VariantSubject) -> list[Breach]:
    """Weights, cache and overhead beyond the memory of a serverless container."""
    measured, endpoint = subject.measured, subject.endpoint
    if measured is None or not isinstance(endpoint, ServerlessEndpoint):
        return []
    card, release = measured
    need = serverless_need(card.architecture, release, workers=subject.workers)
    if need.total * MIB_PER_GIB <= max(endpoint.memory_mb, MEMORY_SIZES[0]):
        return []
    larger = [size for size in MEMORY_SIZES if need.total * MIB_PER_GIB <= size]
    fix = f"set memory_mb to {larger[0]}" if larger else "use kind: realtime or async"
    model = subject.variant.model
    facts = {"need": need, "where": _where(subject), "fix": fix}
    return [breach("memory_mb", value=endpoint.memory_mb, model=model, **facts)]


def too_large_together(subject: EndpointSubject) -> list[Breach]:
    """Models of a multi-model endpoint that do not fit beside each other."""
    if not isinstance(subject.endpoint, MultiModelEndpoint):
        return []
    needs = [need for variant in variant_subjects(subject) if (need := _alone(variant))]
    instance = next((variant.instance for variant in variant_subjects(subject)), None)
    if instance is None or len(needs) < 2:
        return []
    total = sum(need.weights + need.kv_cache for need in needs) + needs[0].overhead
    available = instance.accelerator.memory_gib if instance.accelerator else instance.ram_gib
    if total <= available:
        return []
    facts = {"count": len(needs), "total": total, "available": available}
    return [breach("models", instance=instance.name, **facts)]


def _alone(subject: VariantSubject) -> Need | None:
    if subject.measured is None or subject.instance is None:
        return None
    card, release = subject.measured
    return memory_need(card.architecture, release, subject.instance, workers=subject.workers)


_NEED = (
    "{model} needs {need.total:.1f} GiB (weights {need.weights:.1f}, KV cache "
    "{need.kv_cache:.1f}, overhead {need.overhead:.1f}){where}"
)
VARIANT_FIT: list[Rule[VariantSubject]] = [
    Rule(
        "FIT", too_large, f"{{instance}} has {{available:.1f}} GiB of {{memory}}; {_NEED}", "{fix}"
    ),
    Rule(
        "FIT",
        too_large_for_serverless,
        f"a container of {{value}} MB is too small; {_NEED}",
        "{fix}",
    ),
]
ENDPOINT_FIT: list[Rule[EndpointSubject]] = [
    Rule(
        "FIT",
        too_large_together,
        "the {count} models need {total:.1f} GiB together, and {instance} has {available:.1f}: "
        "they will be loaded and unloaded in turn",
        "use a larger instance, or publish fewer models",
        "warn",
    ),
]
