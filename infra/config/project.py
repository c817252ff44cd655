"""The whole configuration of a project."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from infra.config.documents import Document
from infra.config.environment import Environment
from infra.config.loading import MODELS, Loader
from infra.config.model_card import ModelCard, Release
from infra.config.nearest import nearest
from infra.config.references import ReleaseReference
from infra.config.violations import ConfigurationError, Violation


@dataclass(frozen=True)
class Project:
    """Everything that the YAML files of a project say, typed."""

    root: Path
    environments: Mapping[str, Environment]
    models: Mapping[str, ModelCard]
    documents: Mapping[str, Document] = field(repr=False, default_factory=dict)
    """The files behind them, by `environments/NAME` and `models/NAME`: they know the lines."""
    unreadable: frozenset[str] = frozenset()
    """Models whose card exists but does not load; only `examine` lets a project have any."""

    def find(self, reference: ReleaseReference) -> Release | None:
        """The release that a reference names, or None."""
        card = self.models.get(reference.model)
        return card.releases.get(reference.release) if card else None

    def release(self, reference: ReleaseReference) -> Release:
        """The release that a reference names.

        Raises:
            ConfigurationError: there is no such model or release; names the nearest.
        """
        if release := self.find(reference):
            return release
        message = f"there is no {reference}; {self.missing(reference)}"
        file = f"{MODELS}/{reference.model}.yaml"
        raise ConfigurationError([Violation(file, None, "", message, "REF")])

    def missing(self, reference: ReleaseReference) -> str:
        """What to write in place of a reference that names nothing."""
        if card := self.models.get(reference.model):
            numbers = ", ".join(str(number) for number in sorted(card.releases))
            return f"{reference.model} has the releases: {numbers or 'none'}"
        return nearest(reference.model, self.models)


def load_project(root: Path, *, only: Collection[str] | None = None) -> Project:
    """Read the environments and model cards under `root`.

    Args:
        root: the project's folder, as `find_root` gives it.
        only: names of the environments to read; default: all.

    Raises:
        ConfigurationError: with every violation that the files hold.
    """
    loader = Loader(root)
    environments = loader.environments(only)
    models = loader.models()
    if loader.violations:
        raise ConfigurationError(loader.violations)
    return Project(root, environments, models, loader.documents)


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds a cdk.json.

    Raises:
        ConfigurationError: there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "cdk.json").is_file():
            return folder
    message = "no cdk.json here or above; change to a Lockgate project's folder"
    raise ConfigurationError([Violation(str(start), None, "", message, "FILE")])
