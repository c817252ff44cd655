"""Rules for weights in files of the project that an endpoint needs.

A card may have releases whose file is not there, as long as nobody uses them: exported models are
made where they are wanted, and no part of a fresh copy of the project.
"""

from infra.config.model_card import Release
from infra.config.own_weights import how_to_have
from infra.config.references import ReleaseReference
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject
from infra.config.sources import FileSource
from infra.config.stand_ins import stand_in_of


def file_missing(subject: VariantSubject) -> list[Breach]:
    """Files of the release that are not there."""
    return _missing(subject, subject.variant.model)


def file_of_stand_in_missing(subject: VariantSubject) -> list[Breach]:
    """The same of the release that answers in its place on the local AWS."""
    if subject.environment.images != "local":
        return []
    stand_in = stand_in_of(subject.project, subject.variant.model)
    return _missing(subject, stand_in) if stand_in else []


def _missing(subject: VariantSubject, model: ReleaseReference) -> list[Breach]:
    release = subject.project.find(model)
    if release is None or not isinstance(release.source, FileSource) or _exists(subject, release):
        return []
    card = subject.project.models[model.model]
    facts = {"source": release.source, "fix": how_to_have(subject.project.root, card, release)}
    return [breach(*subject.where("model"), model=model, **facts)]


def _exists(subject: VariantSubject, release: Release) -> bool:
    source = release.source
    return isinstance(source, FileSource) and (subject.project.root / source.path).exists()


_MISSING = ("{model} comes from {source}, which does not exist", "{fix}")
VARIANT_FILES: list[Rule[VariantSubject]] = [
    Rule("SOURCE", file_missing, *_MISSING),
    Rule("SOURCE", file_of_stand_in_missing, *_MISSING),
]
