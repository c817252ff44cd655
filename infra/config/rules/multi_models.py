"""Rules for multi-model endpoints: which models share one, in what container, on what instances."""

from collections.abc import Iterator

from infra.config.endpoints import MultiModelEndpoint
from infra.config.model_card import ManagedImage
from infra.config.multi_model import LABEL, TRITON, hosts_many
from infra.config.own_images import own_image
from infra.config.own_labels import says
from infra.config.own_weights import form_of, wanted_form
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject, variant_subjects
from infra.config.sources import FileSource, PypiSource


def _many(subject: EndpointSubject | VariantSubject) -> MultiModelEndpoint | None:
    return subject.endpoint if isinstance(subject.endpoint, MultiModelEndpoint) else None


def none_listed(subject: EndpointSubject) -> list[Breach]:
    """Endpoints without a model, of which nobody could tell the container."""
    endpoint = _many(subject)
    return [breach("models")] if endpoint and not endpoint.models else []


def listed_twice(subject: EndpointSubject) -> Iterator[Breach]:
    """Models that are listed more than once."""
    endpoint = _many(subject)
    models = endpoint.models if endpoint else []
    for index, model in enumerate(models):
        if model in models[:index]:
            yield breach("models", str(index), model=model)


def other_container(subject: EndpointSubject) -> Iterator[Breach]:
    """Models that run in another container than the first."""
    found = [variant for variant in variant_subjects(subject) if variant.release]
    if _many(subject) is None or not found:
        return
    first = _name(found[0])
    for other in found[1:]:
        if (name := _name(other)) != first:
            yield breach(*other.model_path, model=other.variant.model, container=name, first=first)


def _name(subject: VariantSubject) -> str:
    container = subject.release.container if subject.release else ""
    if isinstance(container, ManagedImage):
        return " ".join(part for part in (container.managed, container.version) if part)
    return f"containers/{container}"


def not_made_for_many(subject: VariantSubject) -> list[Breach]:
    """Containers that serve one model."""
    if _many(subject) is None or subject.release is None:
        return []
    container = subject.release.container
    if isinstance(container, ManagedImage):
        if container.managed == TRITON:
            return []
        why = f"AWS documents only {TRITON} as serving many models"
        return [breach(*subject.model_path, name=container.managed, why=why)]
    root = subject.project.root
    if own_image(root, container) is None or says(root, container, LABEL):
        return []
    why = f"its Dockerfile does not say LABEL {LABEL}"
    return [breach(*subject.model_path, name=f"containers/{container}", why=why)]


def on_unsupported_gpu(subject: VariantSubject) -> list[Breach]:
    """GPU instances on which SageMaker does not support many models."""
    instance, container = subject.instance, subject.release.container if subject.release else None
    if _many(subject) is None or instance is None or instance.kind != "gpu":
        return []
    if not isinstance(container, ManagedImage):
        return []
    return [] if hosts_many(instance) else [breach("instance", instance=instance.name)]


def on_gpu_without_triton(subject: VariantSubject) -> list[Breach]:
    """Containers of ours on GPU instances; of AWS's images, only Triton's serves many models."""
    container = subject.release.container if subject.release else None
    if _many(subject) is None or container is None:
        return []
    if subject.instance is None or subject.instance.kind != "gpu":
        return []
    if isinstance(container, ManagedImage):
        return []
    return [breach("instance", instance=subject.instance.name, name=_name(subject))]


def on_neuron(subject: VariantSubject) -> list[Breach]:
    """Neuron instances, which no documentation lists."""
    instance = subject.instance
    if _many(subject) is None or instance is None or instance.kind != "neuron":
        return []
    return [breach("instance", instance=instance.name)]


def not_at_hand(subject: VariantSubject) -> list[Breach]:
    """Models that cannot be packed, because they are not on this machine."""
    source = subject.release.source if subject.release else None
    if _many(subject) is None or source is None or isinstance(source, PypiSource | FileSource):
        return []
    return [breach(*subject.model_path, model=subject.variant.model, source=source)]


def wrong_form(subject: VariantSubject) -> list[Breach]:
    """Folders for containers that load a file, and files for those that load a folder."""
    release = subject.release
    if _many(subject) is None or release is None:
        return []
    root = subject.project.root
    managed = isinstance(release.container, ManagedImage)
    has, wants = form_of(root, release), "a folder" if managed else wanted_form(root, release)
    if has is None or wants is None or has == wants:
        return []
    facts = {"model": subject.variant.model, "name": _name(subject), "has": has, "wants": wants}
    return [breach(*subject.model_path, **facts)]


def captured(subject: EndpointSubject) -> list[Breach]:
    """Data capture of many models."""
    endpoint = _many(subject)
    return [breach("capture")] if endpoint and endpoint.capture else []


def fine_metric(subject: EndpointSubject) -> list[Breach]:
    """Scaling by a metric that the pages on multi-model endpoints do not name."""
    endpoint = _many(subject)
    if endpoint is None or endpoint.scale.concurrent_requests_per_instance is None:
        return []
    return [breach("scale", "concurrent_requests_per_instance")]


ENDPOINT_MULTI_MODEL: list[Rule[EndpointSubject]] = [
    Rule(
        "MME-01",
        none_listed,
        "no model is listed, and the first one decides the container",
        "list at least one, models: [MODEL@NUMBER]",
    ),
    Rule("MME-01", listed_twice, "{model} is listed twice", "keep one"),
    Rule(
        "MME-01",
        other_container,
        "{model} runs in {container}, and the endpoint's first model in {first}",
        "list models of one container, or make a second endpoint",
    ),
    Rule(
        "MME-05",
        captured,
        "SageMaker's Model Monitor does not support multi-model endpoints, and whether their data "
        "is captured is not documented",
        "remove capture",
        "warn",
    ),
    Rule(
        "AS-02",
        fine_metric,
        "for multi-model endpoints AWS documents scaling by invocations only, with metrics that "
        "come once a minute",
        "say invocations_per_instance_per_minute",
        "warn",
    ),
]
VARIANT_MULTI_MODEL: list[Rule[VariantSubject]] = [
    Rule(
        "MME-01",
        not_made_for_many,
        "{name} serves one model: {why}",
        "use kind: realtime, or a release with another container",
    ),
    Rule(
        "MME-01",
        not_at_hand,
        "{model} comes from {source}, and only models of this machine can be published",
        "use a release from pypi: or file:",
    ),
    Rule(
        "MME-01",
        wrong_form,
        "{model} is {has}, and {name} loads {wants}",
        "name {wants} as the source of a new release",
    ),
    Rule(
        "MME-02",
        on_unsupported_gpu,
        "{instance} is not one of the single-GPU instances that SageMaker supports for many models",
        "use ml.g5 or ml.g4dn with one GPU, or a CPU instance",
    ),
    Rule(
        "MME-02",
        on_gpu_without_triton,
        "on GPUs SageMaker serves many models with Triton only, and {name} is another container",
        "use a CPU instance, or models for {{managed: sagemaker-tritonserver}}",
    ),
    Rule(
        "MME-06",
        on_neuron,
        "no documentation lists {instance}, a Neuron instance, for multi-model endpoints",
        "use a CPU instance, or kind: inferentia with one model",
    ),
]
