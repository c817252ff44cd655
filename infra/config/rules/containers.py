"""Rules for images: they must exist, in the region, for what the instance has."""

import re
from collections.abc import Iterator

from infra.config.catalogue.images import UnknownImageError, managed_image
from infra.config.endpoints import MultiModelEndpoint
from infra.config.model_card import ManagedImage
from infra.config.nearest import nearest
from infra.config.own_labels import GPU, needs_gpu
from infra.config.rules.subjects import ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

LOCAL_ACCOUNT = "000000000000"
FOLDER = "containers"
NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
MAX_CHARACTERS = 100
BRINGS = {"gpu": "cuda", "neuron": "neuron"}
"""A word in the Dockerfile of every container that can use an accelerator."""


def folder_missing(subject: ReleaseSubject) -> list[Breach]:
    """Containers of ours without a Dockerfile."""
    name = subject.release.container
    folder = subject.project.root / FOLDER
    if isinstance(name, ManagedImage) or (folder / name / "Dockerfile").is_file():
        return []
    known = [path.parent.name for path in folder.glob("*/Dockerfile")]
    return [breach("container", value=name, hint=nearest(name, known))]


def managed_missing(subject: ReleaseSubject) -> list[Breach]:
    """Managed images that AWS does not publish."""
    container = subject.release.container
    if not isinstance(container, ManagedImage):
        return []
    try:
        managed_image(container.managed, container.version)
    except UnknownImageError as error:
        problem, _, hint = str(error).partition("; ")
        return [breach("container", problem=problem, hint=hint)]
    return []


def not_built_for(subject: VariantSubject) -> list[Breach]:
    """Managed images on instances that lack what they are built for."""
    image, instance = subject.image, subject.instance
    if image is None or instance is None or subject.processor in image.tags:
        return []
    if subject.release and subject.release.neuron and instance.kind != "neuron":
        return []  # A rule on NeuronCores says so.
    facts = {"built": " or ".join(image.tags), "instance": instance.name, "kind": instance.kind}
    return [breach(*subject.where("instance"), image=image, **facts)]


def wrong_architecture(subject: VariantSubject) -> list[Breach]:
    """Images for x86 on Graviton, and the other way round."""
    instance, release = subject.instance, subject.release
    if instance is None or release is None:
        return []
    arch = "arm64" if subject.image and subject.image.family.endswith("-arm64") else "x86_64"
    if instance.arch == arch:
        return []
    name = subject.image or release.container
    return [
        breach(
            *subject.where("instance"),
            image=name,
            arch=arch,
            instance=instance.name,
            has=instance.arch,
        )
    ]


def not_in_region(subject: VariantSubject) -> list[Breach]:
    """Managed images that the region does not have."""
    image, region = subject.image, subject.environment.region
    if image is None or region in image.accounts:
        return []
    return [
        breach(*subject.where("model"), image=image, region=region, model=subject.variant.model)
    ]


def malformed_repository(subject: ReleaseSubject) -> Iterator[Breach]:
    """Folder names that make an image name ECR or SageMaker refuses, paths to elsewhere too."""
    name = subject.release.container
    if isinstance(name, ManagedImage):
        return
    if not NAME.fullmatch(name) or len(name) > MAX_CHARACTERS:
        yield breach("container", value=name)


def local_images_elsewhere(subject: VariantSubject) -> list[Breach]:
    """Images that nobody builds, in an account that is not the local one."""
    environment, release = subject.environment, subject.release
    if environment.images != "local" or environment.account == LOCAL_ACCOUNT or release is None:
        return []
    if isinstance(release.container, ManagedImage):
        return []
    return [
        breach(*subject.where("model"), container=release.container, account=environment.account)
    ]


def idle_accelerator(subject: VariantSubject) -> list[Breach]:
    """Containers of ours on accelerators that their Dockerfile says nothing of."""
    instance, release = subject.instance, subject.release
    if instance is None or instance.kind not in BRINGS or release is None:
        return []
    if isinstance(subject.endpoint, MultiModelEndpoint):
        return []  # Rules on many models refuse the pair.
    if instance.kind == "neuron" and release.neuron is None:
        return []  # So do those on NeuronCores.
    if isinstance(release.container, ManagedImage):
        return []
    file = subject.project.root / FOLDER / release.container / "Dockerfile"
    if not file.is_file() or BRINGS[instance.kind] in file.read_text(encoding="utf-8").lower():
        return []
    facts = {"container": release.container, "instance": instance.name, "kind": instance.kind}
    return [breach(*subject.where("instance"), word=BRINGS[instance.kind], **facts)]


def without_gpu(subject: VariantSubject) -> list[Breach]:
    """Containers of ours that need a GPU, where there is none."""
    container = subject.release.container if subject.release else None
    if not isinstance(container, str) or subject.processor in (None, "gpu"):
        return []
    if not needs_gpu(subject.project.root, container):
        return []
    instance = subject.instance
    place = f"{instance.name} has none" if instance else "a serverless endpoint has none"
    fix = "choose a gpu instance" if instance else "use kind: realtime or async on a gpu instance"
    where = subject.where("instance") if instance else subject.where("model")
    return [breach(*where, container=container, label=GPU, place=place, fix=fix)]


RELEASE_CONTAINERS: list[Rule[ReleaseSubject]] = [
    Rule(
        "CONTAINER",
        folder_missing,
        "there is no containers/{value}/Dockerfile",
        "{hint}; for an image of AWS write {{managed: NAME}}",
    ),
    Rule("IMAGE", managed_missing, "{problem}", "{hint}"),
    Rule(
        "SM-IMG-01",
        malformed_repository,
        "{value!r} is no name for an image: up to 100 lower-case letters and digits, with single "
        "dots, hyphens or underscores between them",
        "name a folder of containers/, or rename it",
    ),
]
VARIANT_IMAGES: list[Rule[VariantSubject]] = [
    Rule(
        "IMAGE",
        not_built_for,
        "{image} is built for {built} instances, and {instance} is a {kind} instance",
        "choose a {built} instance, or a release with another container",
    ),
    Rule(
        "CONTAINER",
        without_gpu,
        "containers/{container} needs a GPU (its Dockerfile says LABEL {label}), and {place}",
        "{fix}, or a release with another container",
    ),
    Rule(
        "IMAGE",
        wrong_architecture,
        "{image} is built for {arch}, and {instance} is {has}",
        "choose an {arch} instance",
    ),
    Rule(
        "SM-IMG-01",
        not_in_region,
        "AWS does not publish {image}, the image of {model}, in {region}",
        "choose another region, or a release with another version or image",
    ),
    Rule(
        "IMAGE",
        local_images_elsewhere,
        "`images: local` builds no image of containers/{container}, and account {account} has none",
        "write `images: codebuild`, or the account of the local AWS, 000000000000",
    ),
    Rule(
        "CONTAINER",
        idle_accelerator,
        "the Dockerfile of containers/{container} says nothing of {word}, so the {kind} of "
        "{instance} would be paid for and idle",
        "use a CPU instance, or a container that uses it",
        "warn",
    ),
]
