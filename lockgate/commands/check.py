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
    """Return all violations and the number of environments that were checked, readable or not."""
    from infra.config import check as everything
    from infra.config.loading import ENVIRONMENTS, names

    only = [environment] if environment else None
    return everything.check(root, only=only), len(only or names(root, ENVIRONMENTS))
