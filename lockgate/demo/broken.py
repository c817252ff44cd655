"""A deliberate mistake in a copy of the configuration, and what the check says about it."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.text import Text

from lockgate import console
from lockgate.commands.check import find_violations, print_summary, print_violation
from lockgate.errors import CommandError

ENVIRONMENT = "dev"
TOO_SMALL = "ml.g4dn.xlarge"
_INSTANCE = re.compile(r"instance: *(\S+)")


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
    """Put the first endpoint of an environment on too small an instance, and check that."""
    with copy_of(root) as copy:
        file = copy / "environments" / f"{ENVIRONMENT}.yaml"
        text = file.read_text()
        if (found := _INSTANCE.search(text)) is None:
            return
        file.write_text(text[: found.start(1)] + TOO_SMALL + text[found.end(1) :])
        print_change(found.group(1))
        begun = time.perf_counter()
        violations, environments = find_violations(copy, ENVIRONMENT)
        took = time.perf_counter() - begun
    for violation in violations:
        print_violation(violation)
    print_summary(violations, environments)
    console.out.print(f"[dim]Found in {took:.1f} s, not after 15 minutes of deploying.[/]")


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
