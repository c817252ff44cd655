"""Rules for weights that an endpoint needs: whether they are there, and what they must hold.

A card may have releases whose file is not there, as long as nobody uses them: exported models are
made where they are wanted, and no part of a fresh copy of the project.
"""

from pathlib import Path

from infra.config.endpoints import MultiModelEndpoint
from infra.config.model_card import Release
from infra.config.own_folders import lack_of
from infra.config.own_weights import export_command, export_of, form_of, wanted_form
from infra.config.references import ReleaseReference
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject
from infra.config.sources import FileSource
from infra.config.stand_ins import stand_in_of

EXPORTED = ("model.onnx", "tokenizer.json", "config.json", "lockgate-onnx.json")
"""What the names of files of an export begin with."""


def file_missing(subject: VariantSubject) -> list[Breach]:
    """Files that are not there."""
    return [each for model in _models(subject) for each in _missing(subject, model)]


def file_unsuitable(subject: VariantSubject) -> list[Breach]:
    """Folders without files, or without those that the container loads."""
    return [each for model in _models(subject) for each in _unsuitable(subject, model)]


def no_folder(subject: VariantSubject) -> list[Breach]:
    """Single files for containers that load a folder."""
    if isinstance(subject.endpoint, MultiModelEndpoint):
        return []  # Another rule compares both, whatever is wanted.
    return [each for model in _models(subject) for each in _no_folder(subject, model)]


def _models(subject: VariantSubject) -> list[ReleaseReference]:
    """The release, and on the local AWS the one that answers in its place."""
    model = subject.variant.model
    local = subject.environment.images == "local"
    stand_in = stand_in_of(subject.project, model) if local else None
    return [model, stand_in] if stand_in else [model]


def _missing(subject: VariantSubject, model: ReleaseReference) -> list[Breach]:
    project, release = subject.project, subject.project.find(model)
    if release is None or not isinstance(release.source, FileSource):
        return []
    if (project.root / release.source.path).exists():
        return []
    command = export_command(project.root, project.models[model.model], release)
    put = "put it there; the path begins at the project's folder"
    fix = f"make it: {command}" if command else put
    return [breach(*subject.where("model"), model=model, source=release.source, fix=fix)]


def _unsuitable(subject: VariantSubject, model: ReleaseReference) -> list[Breach]:
    project, release = subject.project, subject.project.find(model)
    lack = lack_of(project.root, release) if release else None
    if release is None or lack is None:
        return []
    command = export_command(project.root, project.models[model.model], release)
    put = f"put there what {_name(release)} loads, or name another source"
    fix = _export_again(project.root, release, command) if command else None
    facts = {"model": model, "source": release.source, "lack": lack, "fix": fix or put}
    return [breach(*subject.where("model"), **facts)]


def _export_again(root: Path, release: Release, command: str) -> str | None:
    """What to do about a folder that is no whole export; None if it is of another kind.

    What may be somebody's only copy is not to be removed: an original is exported beside it.
    """
    path = release.source.path if isinstance(release.source, FileSource) else ""
    names = {file.name for file in (root / path).iterdir()} if path else set()
    if all(name.startswith((".", *EXPORTED)) for name in names):
        return f"remove it, then make it anew: {command}"
    if "config.json" in names:
        return f"export it, and name the new folder: {export_of(path, f'{path}-onnx', release)}"
    return None


def _name(release: Release) -> str:
    container = release.container
    return f"containers/{container}" if isinstance(container, str) else container.managed


def _no_folder(subject: VariantSubject, model: ReleaseReference) -> list[Breach]:
    root, release = subject.project.root, subject.project.find(model)
    if release is None or wanted_form(root, release) != "a folder":
        return []
    if form_of(root, release) != "one file":
        return []
    return [breach(*subject.where("model"), model=model, name=release.container)]


VARIANT_FILES: list[Rule[VariantSubject]] = [
    Rule("SOURCE", file_missing, "{model} comes from {source}, which does not exist", "{fix}"),
    Rule("SOURCE", file_unsuitable, "{model} comes from {source}, which {lack}", "{fix}"),
    Rule(
        "SOURCE",
        no_folder,
        "{model} is one file, and containers/{name} loads a folder",
        "name a folder as the source of a new release",
    ),
]
