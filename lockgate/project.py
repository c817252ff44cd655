"""The project in the current folder, with its mistakes reported as a user reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lockgate.errors import CommandError

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint
    from infra.config.environment import Environment
    from infra.config.project import Project


def project_root() -> Path:
    """Return the folder of the project that the current folder belongs to.

    Raises:
        CommandError: no folder from here upwards holds a cdk.json.
    """
    from infra.config.project import find_root
    from infra.config.violations import ConfigurationError

    try:
        return find_root(Path.cwd())
    except ConfigurationError:
        raise CommandError(
            f"{Path.cwd()} is not inside a Lockgate project (no cdk.json here or above)",
            fix="change to the project's folder",
        ) from None


def open_project(root: Path, *, only: str | None = None) -> Project:
    """Load the configuration, of one environment or of all.

    Raises:
        CommandError: there is no such environment, or the configuration has violations;
            `lockgate check` prints them all.
    """
    from infra.config.loading import ENVIRONMENTS, names
    from infra.config.nearest import nearest
    from infra.config.project import load_project
    from infra.config.violations import ConfigurationError

    known = names(root, ENVIRONMENTS)
    if only is not None and only not in known:
        raise CommandError(f"there is no environment {only!r}", fix=nearest(only, known))
    try:
        return load_project(root, only=[only] if only else None)
    except ConfigurationError as error:
        first, *others = error.violations
        more = f" (and {len(others)} more)" if others else ""
        raise CommandError(f"{first}{more}", fix="run `lockgate check`") from None


def require_sound(project: Project, name: str) -> None:
    """Print what the rules say about an environment.

    Raises:
        CommandError: among it are errors.
    """
    from infra.config.rules import check_project
    from infra.config.violations import errors
    from lockgate.report import plural, print_violation

    violations = check_project(project)
    for violation in violations:
        print_violation(violation)
    if found := len(errors(violations)):
        raise CommandError(
            f"the configuration of {name!r} has {plural(found, 'error')}",
            fix="correct it, then try again",
        )


def environment_of(project: Project, name: str) -> Environment:
    """Return one environment of the project.

    Raises:
        CommandError: there is none of this name.
    """
    from infra.config.nearest import nearest

    if found := project.environments.get(name):
        return found
    raise CommandError(f"there is no environment {name!r}", fix=nearest(name, project.environments))


def require_endpoint(environment: Environment, name: str, endpoint: str) -> Endpoint:
    """Return one endpoint of an environment.

    Raises:
        CommandError: there is none of this name; names the nearest.
    """
    from infra.config.nearest import nearest

    if found := environment.endpoints.get(endpoint):
        return found
    raise CommandError(
        f"environment {name!r} has no endpoint {endpoint!r}",
        fix=nearest(endpoint, environment.endpoints),
    )
