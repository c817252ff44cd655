"""The command lines that `lockgate deploy` runs, so that anyone can run them without it."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lockgate.aws import Target
from lockgate.local.loopback import past_proxies

CONCURRENCY = 8
"""Stacks deployed at once; endpoints do not depend on each other, and mostly wait."""

_FOREIGN = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")
"""Variables that would lead the CDK CLI to real credentials."""


@dataclass(frozen=True)
class CommandLine:
    """A program with its arguments, and the variables that it gets beside the user's own."""

    arguments: list[str]
    cwd: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """As one would type it in a shell."""
        assignments = [f"{name}={shlex.quote(value)}" for name, value in self.variables.items()]
        return " ".join([*assignments, shlex.join(self.arguments)])

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return the variables of the process; for the local AWS without a trace of a real one."""
        local = "AWS_ENDPOINT_URL" in self.variables
        kept = {k: v for k, v in base.items() if not (local and k in _FOREIGN)}
        return {**kept, **(past_proxies(base) if local else {}), **self.variables}


def local_variables(target: Target) -> dict[str, str]:
    """Return what points the CDK CLI, like any AWS tool, at the local AWS."""
    if target.endpoint_url is None:
        return {}
    return {
        "AWS_ENDPOINT_URL": target.endpoint_url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": target.region,
    }


def bootstrap_command(cdk: Path, *, account: str, target: Target, cwd: Path) -> CommandLine:
    """Return the command that prepares an account and region for the CDK, once.

    In a folder without a cdk.json it does not run the app, which it does not need: half the time.
    """
    arguments = [str(cdk), "bootstrap", f"aws://{account}/{target.region}"]
    return CommandLine(arguments, cwd, local_variables(target))


def deploy_command(
    cdk: Path,
    *,
    environment: str,
    endpoint: str | None,
    target: Target,
    root: Path,
    approve: bool,
    outputs: Path,
) -> CommandLine:
    """Return the command that deploys an environment, or one endpoint and what it depends on.

    The context keeps the app from synthesising the other environments as well.

    The CDK CLI can ask for approval only when it deploys one stack at a time.
    """
    arguments = [str(cdk), "deploy", f"{environment}/{endpoint or '*'}"]
    arguments += ["--context", f"environment={environment}"]
    if approve:
        arguments += ["--require-approval", "never", "--concurrency", str(CONCURRENCY)]
    else:
        arguments += ["--require-approval", "broadening"]
    arguments += ["--outputs-file", str(outputs)]
    return CommandLine(arguments, root, local_variables(target))
