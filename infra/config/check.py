"""Everything that is wrong with a project, in files that load and in files that do not."""

from collections.abc import Collection
from pathlib import Path

from infra.config.loading import MODELS, Loader, names
from infra.config.project import Project
from infra.config.rules import check_project
from infra.config.violations import Violation


def check(root: Path, *, only: Collection[str] | None = None) -> list[Violation]:
    """Load what loads, and check it against every rule; see `examine`."""
    return examine(root, only=only)[1]


def examine(root: Path, *, only: Collection[str] | None = None) -> tuple[Project, list[Violation]]:
    """Load what loads, and check it against every rule.

    Args:
        root: the project's folder.
        only: names of the environments to check; default: all. Model cards are always checked.

    Returns:
        What loads, and every violation: first those of files that do not load, then those of
        rules. The project is whole only if none of the violations is an error.
    """
    loader = Loader(root)
    environments, models = loader.environments(only), loader.models()
    unreadable = frozenset(names(root, MODELS)) - set(models)
    project = Project(root, environments, models, loader.documents, unreadable)
    return project, [*loader.violations, *check_project(project)]
