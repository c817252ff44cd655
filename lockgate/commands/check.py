"""`lockgate check`: every mistake in the configuration, in under a second."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from lockgate import console
from lockgate.project import project_root

if TYPE_CHECKING:
    from infra.config.violations import Violation

STYLES = {"error": "red", "warn": "yellow", "info": "cyan"}


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


def print_violation(violation: Violation) -> None:
    """Print `FILE:LINE  PATH  MESSAGE  [RULE]`, coloured by severity, the file first to click."""
    place = violation.file if violation.line is None else f"{violation.file}:{violation.line}"
    label = "" if violation.severity == "error" else f"{violation.severity}: "
    line = Text.assemble(
        (place, "bold"),
        "  ",
        (violation.path, "cyan"),
        "  ",
        (label, STYLES[violation.severity]),
        (violation.message, STYLES[violation.severity]),
        (f"  [{violation.rule}]", "dim"),
    )
    console.out.print(line, soft_wrap=not console.out.is_terminal)


def print_summary(violations: Iterable[Violation], environments: int) -> None:
    """Print how many errors and warnings there are in how many environments."""
    severities = [violation.severity for violation in violations]
    errors, warnings = severities.count("error"), severities.count("warn")
    style = "bold red" if errors else "bold yellow" if warnings else "bold green"
    text = (
        f"{plural(errors, 'error')}, {plural(warnings, 'warning')} "
        f"in {plural(environments, 'environment')}"
    )
    console.out.print(text, style=style)


def plural(count: int, noun: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
