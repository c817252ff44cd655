"""A deliberate mistake in a copy of the configuration, and what the check says about it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.text import Text

from lockgate import console
from lockgate.commands.check import find_violations
from lockgate.errors import CommandError
from lockgate.invocation.figures import milliseconds
from lockgate.project import environment_of, open_project
from lockgate.report import print_summary, print_violation

ENVIRONMENT = "dev"
TOO_SMALL = "ml.g4dn.xlarge"
"""A GPU of 16 GB."""


def show_check(root: Path) -> None:
    """Check the configuration as it is.

    Raises:
        CommandError: it has errors.
    """
    violations, environments = find_violations(root, None)
    for violation in violations:
        print_violation(violation)
    print_summary(violations, environments)
    if any(violation.is_error for violation in violations):
        raise CommandError("the configuration has errors", fix="correct them, then run it again")


def show_mistake(root: Path) -> None:
    """Put the GPU endpoint of an environment on too small an instance, and check that."""
    instance = gpu_instance(root)
    with copy_of(root) as copy:
        file = copy / "environments" / f"{ENVIRONMENT}.yaml"
        file.write_text(file.read_text().replace(instance, TOO_SMALL))
        print_change(instance)
        begun = time.perf_counter()
        violations, environments = find_violations(copy, ENVIRONMENT)
        took = time.perf_counter() - begun
    for violation in violations:
        print_violation(violation)
    print_summary(violations, environments)
    console.out.print(f"[dim]Found in {milliseconds(took)}, not after 15 minutes of deploying.[/]")


def gpu_instance(root: Path) -> str:
    """Return the instance type of the first endpoint whose model is too big for a laptop.

    Raises:
        CommandError: the environment has none.
    """
    project = open_project(root, only=ENVIRONMENT)
    for endpoint in environment_of(project, ENVIRONMENT).endpoints.values():
        if project.models[endpoint.model.model].stand_in:
            return endpoint.instance
    raise CommandError(f"no endpoint of {ENVIRONMENT} needs a GPU, so there is no mistake to show")


def print_change(instance: str) -> None:
    """Print the mistake as a difference."""
    console.out.print(f"[dim]environments/{ENVIRONMENT}.yaml, in a copy[/]")
    console.out.print(Text(f"-    instance: {instance}", "red"))
    console.out.print(Text(f"+    instance: {TOO_SMALL}", "green"))


@contextmanager
def copy_of(root: Path) -> Iterator[Path]:
    """Copy the environments; everything else of the project is linked."""
    with tempfile.TemporaryDirectory(prefix="lockgate-demo-") as name:
        copy = Path(name)
        for entry in root.iterdir():
            if entry.name != "environments":
                (copy / entry.name).symlink_to(entry)
        shutil.copytree(root / "environments", copy / "environments")
        yield copy
