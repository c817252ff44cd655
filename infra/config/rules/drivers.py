"""Rules for GPU drivers: the AMI of an instance must serve the CUDA version of the image."""

from infra.config.amis import GPU_AMIS, KNOWN_AMIS, accepts, choose_ami, serves
from infra.config.catalogue import Driver, Instance
from infra.config.nearest import nearest
from infra.config.rules.alternatives import smallest_instance
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

FIRST_BOUND = (13, 0)
"""Images from this CUDA on do not start on an older driver."""
HANGING = ((12, 9), "al2023-ami-sagemaker-inference-gpu-4-1")


def unknown(subject: EndpointSubject) -> list[Breach]:
    """AMIs that do not exist."""
    ami = subject.hosting.inference_ami if subject.hosting else None
    if ami is None or ami in KNOWN_AMIS:
        return []
    return [breach("inference_ami", value=ami, hint=nearest(ami, KNOWN_AMIS))]


def not_accepted(subject: VariantSubject) -> list[Breach]:
    """AMIs that the instance type does not boot."""
    ami, instance = _named(subject), subject.instance
    if ami is None or ami not in KNOWN_AMIS or instance is None or accepts(instance, ami):
        return []
    facts = {"value": ami, "instance": instance.name, "fix": _accepted(subject, instance)}
    return [breach("inference_ami", **facts)]


def _accepted(subject: VariantSubject, instance: Instance) -> str:
    """What may stand in place of an AMI: nothing, or one that the image runs on."""
    cuda = subject.cuda
    bound = cuda if cuda and cuda >= FIRST_BOUND else None
    amis = [ami for ami in instance.allowed_ami_overrides if not bound or GPU_AMIS[ami] >= bound]
    choice = f", or choose one that it accepts: {', '.join(amis)}" if amis else ""
    return f"remove inference_ami{choice}"


def too_old(subject: VariantSubject) -> list[Breach]:
    """Images whose CUDA needs a newer driver than the instance will have."""
    instance, cuda = subject.instance, subject.cuda
    # Images of CUDA 12 and older carry the libraries that make them run on an older driver.
    if instance is None or cuda is None or cuda < FIRST_BOUND:
        return []
    named = _named(subject)
    if named and not accepts(instance, named):
        return []  # Other rules refuse the AMI itself.
    if serves(instance, named or choose_ami(instance, cuda), cuda):
        return []
    facts = {
        "image": subject.image_name,
        "cuda": _dotted(cuda),
        "driver": named or _driver(instance.default_driver),
        "instance": instance.name,
        "fix": _fix(subject),
    }
    return [breach(*subject.where("inference_ami" if named else "instance"), **facts)]


def _named(subject: VariantSubject) -> str | None:
    return subject.hosting.inference_ami if subject.hosting else None


def _fix(subject: VariantSubject) -> str:
    if subject.instance and (ami := choose_ami(subject.instance, subject.cuda)):
        return f"remove inference_ami, and {ami} is chosen"
    larger = smallest_instance(subject, *subject.measured) if subject.measured else None
    named = f", as {larger}" if larger else ""
    return f"use an instance with a newer driver{named}, or an older image"


def _driver(driver: Driver | None) -> str:
    return f"driver {driver.nvidia} (CUDA {_dotted(driver.cuda)})" if driver else "no known driver"


def _dotted(cuda: tuple[int, int]) -> str:
    return f"{cuda[0]}.{cuda[1]}"


def hanging(subject: VariantSubject) -> list[Breach]:
    """The pair of image and AMI that was seen to hang."""
    if (subject.cuda, _named(subject)) != HANGING:
        return []
    return [breach("inference_ami", image=subject.image_name, value=HANGING[1])]


ENDPOINT_DRIVERS: list[Rule[EndpointSubject]] = [
    Rule("RT-AMI-01", unknown, "there is no InferenceAmiVersion {value!r}", "{hint}"),
]
VARIANT_DRIVERS: list[Rule[VariantSubject]] = [
    Rule(
        "RT-AMI-02",
        not_accepted,
        "{instance} does not boot {value}",
        "{fix}",
    ),
    Rule(
        "RT-AMI-03",
        too_old,
        "{image} needs a driver for CUDA {cuda}, and {instance} would have {driver}; the "
        "container could not start",
        "{fix}",
    ),
    Rule(
        "RT-AMI-04",
        hanging,
        "{image} has CUDA 12.9, which was reported to hang in Creating on {value}",
        "remove inference_ami",
        "warn",
    ),
]
