"""`lockgate doctor`: what is installed, what is missing, and the fix."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from lockgate import console
from lockgate.project import project_root

if TYPE_CHECKING:
    from rich.table import Table

    from lockgate.doctor.findings import Finding

MARKS = {"ok": "[green]✓[/]", "missing": "[red]✗[/]", "note": "[yellow]○[/]"}


def doctor() -> None:
    """Check this machine for everything that Lockgate needs."""
    findings = examine()
    console.out.print(table_of(findings))
    missing = [finding.subject for finding in findings if finding.verdict == "missing"]
    if missing:
        console.out.print(f"[bold red]Missing:[/] {', '.join(missing)}")
        raise typer.Exit(1)
    console.out.print("[bold green]Everything that is needed is there.[/]")


def examine() -> list[Finding]:
    """Run every check."""
    from infra.config.artifacts import default_cache
    from lockgate.doctor import java, programs, surroundings

    root = project_root()
    return [
        programs.check_python(),
        programs.check_pip(),
        programs.check_node(),
        programs.check_npm(),
        programs.check_cdk(root),
        java.check_java(os.environ),
        surroundings.check_disk(default_cache(os.environ)),
        surroundings.check_cache(os.environ),
        surroundings.check_local_aws(root),
        surroundings.check_credentials(),
    ]


def table_of(findings: list[Finding]) -> Table:
    """Lay the findings out."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("", "What", "Found", "Fix"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(MARKS[finding.verdict], finding.subject, finding.detail, finding.fix)
    return table
