"""Rules for Inferentia and Trainium: which kind of endpoint, instance and release go together."""

from infra.config.endpoints import AsyncEndpoint, InferentiaEndpoint, RealtimeEndpoint
from infra.config.neuron import FIRST_GENERATION
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject


def no_neuron_instance(subject: VariantSubject) -> list[Breach]:
    """Inferentia endpoints on something else."""
    instance = subject.instance
    if not isinstance(subject.endpoint, InferentiaEndpoint) or instance is None:
        return []
    if instance.kind == "neuron":
        return []
    compiled = subject.release is not None and subject.release.neuron is not None
    other = "" if compiled else ", or kind: realtime"
    return [breach(*subject.where("instance"), instance=instance.name, other=other)]


def other_kind(subject: VariantSubject) -> list[Breach]:
    """Real-time endpoints on Neuron instances, which have a kind of their own."""
    instance = subject.instance
    if not isinstance(subject.endpoint, RealtimeEndpoint) or instance is None:
        return []
    if instance.kind != "neuron":
        return []
    return [breach(*subject.where("instance"), instance=instance.name)]


def first_generation(subject: VariantSubject) -> list[Breach]:
    """Inf1, for which the catalogue has no image."""
    instance = subject.instance
    if instance is None or instance.family != FIRST_GENERATION:
        return []
    if not isinstance(subject.endpoint, InferentiaEndpoint | AsyncEndpoint):
        return []
    return [breach(*subject.where("instance"), instance=instance.name)]


def not_compiled(subject: VariantSubject) -> list[Breach]:
    """Releases that do not say what they are compiled for."""
    instance, release = subject.instance, subject.release
    if instance is None or instance.kind != "neuron" or release is None or release.neuron:
        return []
    if not isinstance(subject.endpoint, InferentiaEndpoint | AsyncEndpoint):
        return []
    facts = {"model": subject.variant.model, "instance": instance.name}
    return [breach(*subject.where("model"), **facts)]


def compiled_in_vain(subject: VariantSubject) -> list[Breach]:
    """Releases that are compiled for Neuron, on something else."""
    release = subject.release
    if release is None or release.neuron is None:
        return []
    if isinstance(subject.endpoint, InferentiaEndpoint):
        return []  # Its instance is wrong, not its release.
    if subject.hosting is not None and (
        subject.instance is None or subject.instance.kind == "neuron"
    ):
        return []
    where = subject.instance.name if subject.instance else "a serverless container"
    return [breach(*subject.where("model"), model=subject.variant.model, where=where)]


VARIANT_NEURON: list[Rule[VariantSubject]] = [
    Rule(
        "NEURON",
        no_neuron_instance,
        "{instance} has no NeuronCores, which an Inferentia endpoint runs on",
        "use ml.inf2 or ml.trn1{other}",
    ),
    Rule(
        "NEURON",
        other_kind,
        "{instance} has NeuronCores, for which models are compiled",
        "use kind: inferentia with ml.inf2 or ml.trn1 and a release that is compiled for them, or "
        "another instance",
    ),
    Rule(
        "NEURON",
        first_generation,
        "no image of the catalogue runs on {instance}: they are for the second generation",
        "use ml.inf2 or ml.trn1",
    ),
    Rule(
        "NEURON",
        not_compiled,
        "{model} does not say what it is compiled for, and {instance} has NeuronCores",
        "use a release with neuron: {{tensor_parallel_degree: ...}}",
    ),
    Rule(
        "NEURON",
        compiled_in_vain,
        "{model} is compiled for NeuronCores, and {where} has none",
        "use kind: inferentia with ml.inf2 or ml.trn1, or another release",
    ),
]
