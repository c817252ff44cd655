"""A deliberate mistake in a copy of the configuration, and what the check says about it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from infra.config.files import IGNORED_FOLDERS
from infra.config.own_images import COPIED_FOLDERS
from lockgate import console
from lockgate.commands.check import find_violations
from lockgate.errors import CommandError
from lockgate.invocation.figures import milliseconds
from lockgate.project import environment_of, open_project
from lockgate.report import print_summary, print_violation

ENVIRONMENT = "dev"
TOO_SMALL = "ml.g4dn.xlarge"
"""A GPU of 16 GB."""
COPIED = ("environments", *COPIED_FOLDERS)
"""A link to one that images copy from would lead out of the copy."""
WITHOUT_CACHES = shutil.ignore_patterns(*IGNORED_FOLDERS)


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
    mistake = find_place(root)
    with copy_of(root) as copy:
        mistake.make(copy)
        print_change(mistake)
        begun = time.perf_counter()
        violations, environments = find_violations(copy, ENVIRONMENT)
        took = time.perf_counter() - begun
    for violation in violations:
        print_violation(violation)
    print_summary(violations, environments)
    console.out.print(f"[dim]Found in {milliseconds(took)}, not after 15 minutes of deploying.[/]")


@dataclass(frozen=True)
class Mistake:
    """An instance type that becomes too small, and the line on which it stands."""

    file: str
    line: int
    instance: str

    def make(self, root: Path) -> None:
        """Change the line in the project at `root`."""
        path = root / self.file
        lines = path.read_text().splitlines(keepends=True)
        lines[self.line - 1] = lines[self.line - 1].replace(self.instance, TOO_SMALL)
        path.write_text("".join(lines))


def find_place(root: Path) -> Mistake:
    """Return where the first endpoint names its instance whose model is too big for a laptop.

    Raises:
        CommandError: the environment has none.
    """
    from infra.config.endpoints import RealtimeEndpoint, production_variants

    project = open_project(root, only=ENVIRONMENT)
    document = project.documents[f"environments/{ENVIRONMENT}"]
    for name, endpoint in environment_of(project, ENVIRONMENT).endpoints.items():
        if not isinstance(endpoint, RealtimeEndpoint):
            continue
        for variant in production_variants(endpoint):
            position = document.position(("endpoints", name, *variant.where("instance")))
            if project.models[variant.model.model].stand_in and variant.instance and position.line:
                return Mistake(position.file, position.line, variant.instance)
    raise CommandError(f"no endpoint of {ENVIRONMENT} needs a GPU, so there is no mistake to show")


def print_change(mistake: Mistake) -> None:
    """Print the mistake as a difference."""
    console.out.print(f"[dim]{mistake.file}:{mistake.line}, in a copy[/]", soft_wrap=True)
    console.out.print(Text(f"-    instance: {mistake.instance}", "red"))
    console.out.print(Text(f"+    instance: {TOO_SMALL}", "green"))


@contextmanager
def copy_of(root: Path) -> Iterator[Path]:
    """Copy the environments and what images copy; everything else of the project is linked."""
    with tempfile.TemporaryDirectory(prefix="lockgate-demo-") as name:
        copy = Path(name)
        for entry in root.iterdir():
            if entry.name in COPIED:
                shutil.copytree(entry, copy / entry.name, ignore=WITHOUT_CACHES)
            else:
                (copy / entry.name).symlink_to(entry)
        yield copy
