"""Violations of the configuration as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from lockgate import console

if TYPE_CHECKING:
    from infra.config.violations import Violation

STYLES = {"error": "red", "warn": "yellow", "info": "cyan"}


def print_violation(violation: Violation) -> None:
    """Print `FILE:LINE  PATH  MESSAGE  [RULE]`, coloured by severity, the file first to click."""
    place = violation.file if violation.line is None else f"{violation.file}:{violation.line}"
    line = Text.assemble(
        (place, "bold"),
        "  ",
        (violation.path, "cyan"),
        "  ",
        (violation.text, STYLES[violation.severity]),
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
