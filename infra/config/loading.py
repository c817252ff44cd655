"""Reads environments and model cards from their YAML files."""

from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from infra.config import extends
from infra.config.base import ConfigModel
from infra.config.documents import Document, read_document
from infra.config.environment import Environment
from infra.config.model_card import ModelCard
from infra.config.nearest import nearest
from infra.config.schema_errors import schema_violations
from infra.config.violations import ConfigurationError, Violation

ENVIRONMENTS = "environments"
MODELS = "models"
Model = TypeVar("Model", bound=ConfigModel)


def names(root: Path, folder: str) -> list[str]:
    """Names of the YAML files in a folder of the project, sorted; hidden files are not its own."""
    return sorted(path.stem for path in (root / folder).glob("[!.]*.yaml"))


class Loader:
    """Loads files of one project, gathering violations instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents: dict[str, Document] = {}
        self.violations: list[Violation] = []
        self._read: dict[str, Document] = {}

    def environments(self, only: Collection[str] | None) -> dict[str, Environment]:
        """The environments by name; `only` restricts them to those named."""
        known = names(self.root, ENVIRONMENTS)
        wanted = known if only is None else sorted(only)
        if not known:
            self._refuse(ENVIRONMENTS, "no environment is described; add environments/dev.yaml")
        for name in set(wanted) - set(known) if known else ():
            hint = nearest(name, known)
            self._refuse(f"{ENVIRONMENTS}/{name}.yaml", f"does not exist; {hint}")
        return self._load(Environment, ENVIRONMENTS, [n for n in wanted if n in known])

    def models(self) -> dict[str, ModelCard]:
        """All model cards by name."""
        return self._load(ModelCard, MODELS, names(self.root, MODELS))

    def _refuse(self, file: str, message: str) -> None:
        self.violations.append(Violation(file, None, "", message, "FILE"))

    def _load(self, model: type[Model], folder: str, wanted: list[str]) -> dict[str, Model]:
        self._refuse_other_endings(folder)
        loaded: dict[str, Model] = {}
        for name in wanted:
            try:
                document = self._document(folder, name)
                loaded[name] = _validate(model, document)
            except ConfigurationError as error:
                self._gather(error.violations)
            else:
                self.documents[f"{folder}/{name}"] = document
        return loaded

    def _refuse_other_endings(self, folder: str) -> None:
        """A file that nobody reads would look as if it were in force."""
        for path in sorted((self.root / folder).glob("[!.]*.yml")):
            message = f"is not read; rename it {path.stem}.yaml, or remove it"
            self._refuse(f"{folder}/{path.name}", message)

    def _document(self, folder: str, name: str) -> Document:
        document = self._source(folder, name)
        if folder != ENVIRONMENTS:
            return document
        return extends.resolve(document, name=name, read=self._parent)

    def _source(self, folder: str, name: str) -> Document:
        key = f"{folder}/{name}"
        if key not in self._read:
            self._read[key] = read_document(self.root / folder / f"{name}.yaml", root=self.root)
        return self._read[key]

    def _parent(self, name: str) -> Document:
        known = names(self.root, ENVIRONMENTS)
        if name not in known:
            raise KeyError(f"there is no environment {name!r}; {nearest(name, known)}")
        return self._source(ENVIRONMENTS, name)

    def _gather(self, violations: list[Violation]) -> None:
        """Add the violations, each once: one in a file that others extend would come again."""
        self.violations.extend(v for v in violations if v not in self.violations)


def _validate(model: type[Model], document: Document) -> Model:
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        violations = schema_violations(error, document=document, model=model)
        raise ConfigurationError(violations) from error
