"""Rules for names that must exist: models, releases, stand-ins, instances."""

from collections.abc import Iterator

from infra.config.catalogue import instances
from infra.config.model_card import ManagedImage, Release
from infra.config.nearest import nearest
from infra.config.rules.subjects import CardSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject
from infra.config.sources import FileSource, PypiSource
from infra.config.stand_ins import needs_stand_in


def release_missing(subject: VariantSubject) -> list[Breach]:
    """Models or releases that no card describes."""
    model = subject.variant.model
    if subject.release is not None or model.model in subject.project.unreadable:
        return []
    return [breach(*subject.where("model"), value=model, hint=subject.project.missing(model))]


def instance_missing(subject: VariantSubject) -> list[Breach]:
    """Instance types that SageMaker does not host."""
    name = subject.variant.instance
    if name is None or subject.instance is not None:
        return []
    return [breach(*subject.where("instance"), value=name, hint=nearest(name, instances()))]


def stand_in_needed(subject: VariantSubject) -> list[Breach]:
    """What the local AWS cannot run, without a model that answers for it."""
    card, release = subject.card, subject.release
    if card is None or release is None or subject.environment.images != "local":
        return []
    if not needs_stand_in(subject.project.root, release) or card.stand_in is not None:
        return []
    facts = {"model": subject.variant.model, "place": _place(release)}
    return [breach(*subject.where("model"), **facts)]


def _place(release: Release) -> str:
    container = release.container
    if isinstance(container, ManagedImage):
        return f"the image {container.managed}"
    return f"the GPU container {container}"


def misnamed(subject: CardSubject) -> list[Breach]:
    """Cards that are not called like their file."""
    if subject.card.name == subject.file:
        return []
    return [breach("name", name=subject.card.name, file=subject.file)]


def stand_in_missing(subject: CardSubject) -> list[Breach]:
    """Stand-ins that no card describes."""
    stand_in = subject.card.stand_in
    if stand_in is None or stand_in.model in subject.project.unreadable:
        return []
    if subject.project.find(stand_in) is not None:
        return []
    return [breach("stand_in", value=stand_in, hint=subject.project.missing(stand_in))]


def stand_in_remote(subject: CardSubject) -> Iterator[Breach]:
    """Stand-ins that could not run on a laptop either."""
    stand_in = subject.card.stand_in
    release = subject.project.find(stand_in) if stand_in else None
    if release is None:
        return
    if needs_stand_in(subject.project.root, release):
        yield breach("stand_in", value=stand_in, why=f"runs in {_place(release)}")
    elif not isinstance(release.source, PypiSource | FileSource):
        yield breach("stand_in", value=stand_in, why=f"comes from {release.source}")


VARIANT_REFERENCES: list[Rule[VariantSubject]] = [
    Rule("REF", release_missing, "there is no {value}", "{hint}"),
    Rule("INSTANCE", instance_missing, "there is no hosting instance {value!r}", "{hint}"),
    Rule(
        "STAND-IN",
        stand_in_needed,
        "{model} runs in {place}, which the local AWS cannot run",
        "add a stand_in to its model card, like smollm2-135m-instruct@1",
    ),
]
CARD_REFERENCES: list[Rule[CardSubject]] = [
    Rule(
        "REF",
        misnamed,
        "the model is called {name!r}, but its file {file}.yaml",
        "give both the same name",
    ),
    Rule("REF", stand_in_missing, "there is no {value}", "{hint}"),
    Rule(
        "STAND-IN",
        stand_in_remote,
        "{value} cannot stand in on the local AWS: it {why}",
        "name a release with a container of ours for CPUs and a pypi: or file: source",
    ),
]
