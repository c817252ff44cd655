"""Rules for the storage of instances."""

from datetime import timedelta

from infra.config.endpoints.common import InstanceEndpoint
from infra.config.rules.ranges import outside
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject
from infra.config.sources import HuggingFaceSource

MIN_GB, MAX_GB = 1, 512
LARGE_GB, SLOW_GB = 30, 40
DEFAULT_TIMEOUTS = {
    name: InstanceEndpoint.model_fields[name].default
    for name in ("download_timeout", "startup_timeout")
}


def size_outside(subject: EndpointSubject) -> list[Breach]:
    """Volumes that EBS or SageMaker does not offer."""
    size = _volume(subject)
    return [] if size is None else outside(size, MIN_GB, MAX_GB, "volume_gb")


def _volume(subject: EndpointSubject | VariantSubject) -> int | None:
    return subject.hosting.volume_gb if subject.hosting else None


def on_local_nvme(subject: VariantSubject) -> list[Breach]:
    """Volumes on types whose storage is local NVMe."""
    return _volume_refused(subject, unverified=False)


def on_probable_nvme(subject: VariantSubject) -> list[Breach]:
    """Volumes on types about which EC2 and the SageMaker SDK disagree."""
    return _volume_refused(subject, unverified=True)


def _volume_refused(subject: VariantSubject, *, unverified: bool) -> list[Breach]:
    instance = subject.instance
    if instance is None or _volume(subject) is None or instance.volume_size_allowed:
        return []
    if instance.volume_unverified is not unverified:
        return []
    return [breach("volume_gb", instance=instance.name, nvme=instance.nvme_gb)]


def too_small_for_model(subject: VariantSubject) -> list[Breach]:
    """Models over 30 GB on an EBS volume of unstated size."""
    size = model_gb(subject)
    if subject.instance is None or size is None or subject.instance.nvme_gb:
        return []
    if size <= LARGE_GB or _volume(subject) is not None:
        return []
    model = subject.variant.model
    return [breach(*subject.where("model"), model=model, size=size, instance=subject.instance.name)]


def too_slow_for_model(subject: VariantSubject) -> list[Breach]:
    """Models over 40 GB with the default time to download them."""
    size = model_gb(subject)
    if subject.release is None or subject.hosting is None or size is None or size <= SLOW_GB:
        return []
    fetched = isinstance(subject.release.source, HuggingFaceSource)
    name = "startup_timeout" if fetched else "download_timeout"
    timeout: timedelta = getattr(subject.hosting, name)
    if timeout > DEFAULT_TIMEOUTS[name]:
        return []
    return [breach(*subject.where("model"), model=subject.variant.model, size=size, name=name)]


def model_gb(subject: VariantSubject) -> float | None:
    """Size of the artifact in GB: as its release says, or computed from its weights."""
    if subject.release is None or subject.card is None:
        return None
    if subject.release.size_gb is not None:
        return subject.release.size_gb
    bits = subject.card.architecture.parameters * subject.release.bits_per_weight
    return bits / 8 / 1e9


ENDPOINT_VOLUMES: list[Rule[EndpointSubject]] = [
    Rule(
        "RT-VOL-01",
        size_outside,
        "{value} GB is outside the {low} to {high} GB of an instance volume",
        "choose a size within them",
    ),
]
VARIANT_VOLUMES: list[Rule[VariantSubject]] = [
    Rule(
        "RT-VOL-02",
        on_local_nvme,
        "{instance} has {nvme} GB of local NVMe and takes no EBS volume",
        "remove volume_gb",
    ),
    Rule(
        "RT-VOL-04",
        on_probable_nvme,
        "{instance} has {nvme} GB of local NVMe and probably takes no EBS volume (sources "
        "disagree)",
        "remove volume_gb",
        "warn",
    ),
    Rule(
        "RT-BIG-01",
        too_small_for_model,
        "{model} has {size:.0f} GB, more than the 30 GB that fit the default volume of {instance}",
        "set volume_gb to more than twice its size",
        "warn",
    ),
    Rule(
        "RT-BIG-01",
        too_slow_for_model,
        "{model} has {size:.0f} GB, more than the 40 GB that load within the default {name}",
        "set {name} to up to 1h",
        "warn",
    ),
]
