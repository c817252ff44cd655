"""`lockgate check`: every mistake in the configuration, in under a second."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lockgate.project import project_root
from lockgate.report import print_summary, print_violation

if TYPE_CHECKING:
    from infra.config.violations import Violation


def check(
    environment: Annotated[
        str | None, typer.Argument(metavar="[ENV]", help="One environment. Default: all of them.")
    ] = None,
) -> None:
    """Check environments and model cards against every rule, without AWS and without CDK."""
    violations, environments = find_violations(project_root(), environment)
    for violation in violations:
        print_violation(violation)
    print_summary(violations, environments)
    if any(violation.severity == "error" for violation in violations):
        raise typer.Exit(1)


def find_violations(root: Path, environment: str | None) -> tuple[list[Violation], int]:
    """Return all violations and the number of environments that were checked.

    Files that cannot be read as configuration hide what the rules would say about them, so the
    rules run only once every file is readable.
    """
    from infra.config.project import load_project
    from infra.config.rules import check_project
    from infra.config.violations import ConfigurationError

    try:
        project = load_project(root, only=[environment] if environment else None)
    except ConfigurationError as error:
        return list(error.violations), 1 if environment else count_environments(root)
    return check_project(project), len(project.environments)


def count_environments(root: Path) -> int:
    """Return the number of environment files, readable or not."""
    return len(list((root / "environments").glob("*.yaml")))
