"""`lockgate deploy`: an environment, or one endpoint of it, with the real CDK CLI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lockgate import console

if TYPE_CHECKING:
    from lockgate.deployment.deployment import Deployment

EXPORT = "ExportsOutput"
"""How the CDK names outputs that only other stacks read."""


def deploy(
    environment: Annotated[str, typer.Argument(metavar="ENV", help="Environment, as in local.")],
    endpoint: Annotated[
        str | None, typer.Argument(metavar="[ENDPOINT]", help="One endpoint. Default: all.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before permissions change.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only print the commands, to run them yourself.")
    ] = False,
) -> None:
    """Deploy with the CDK CLI; an environment with [cyan]images: local[/] goes to the local AWS."""
    from lockgate.deployment.deployment import run_locally, run_on_aws

    deployment = prepare(environment, endpoint, approve=yes)
    if dry_run:
        print_commands(deployment)
        return
    if deployment.target.endpoint_url:
        run_locally(deployment)
        print_results(deployment)
    else:
        run_on_aws(deployment)


def prepare(name: str, endpoint: str | None, *, approve: bool) -> Deployment:
    """Gather what a deployment needs.

    Raises:
        CommandError: the environment or endpoint is unknown, the configuration wrong, the CDK CLI
            missing, or the local AWS is not running.
    """
    from lockgate.aws import is_local, target_of
    from lockgate.deployment.deployment import Deployment
    from lockgate.local.state import StateFolder
    from lockgate.project import (
        environment_of,
        open_project,
        project_root,
        require_endpoint,
        require_sound,
    )
    from lockgate.tools import require_cdk

    root = project_root()
    project = open_project(root, only=name)
    environment = environment_of(project, name)
    if endpoint:
        require_endpoint(environment, name, endpoint)
    require_sound(project, name)
    StateFolder(root).path.mkdir(exist_ok=True)
    return Deployment(
        root=root,
        cdk=require_cdk(root),
        name=name,
        environment=environment,
        endpoint=endpoint,
        target=target_of(environment, root),
        approve=approve or is_local(environment),
    )


def print_commands(deployment: Deployment) -> None:
    """Print what would run, ready to paste."""
    console.out.print("[dim]# once for each account and region[/]")
    for command in (deployment.bootstrap(), deployment.deploy()):
        console.out.print(f"[dim]# in {command.cwd}[/]", soft_wrap=True)
        console.out.print(str(command), markup=False, soft_wrap=True)


def print_results(deployment: Deployment) -> None:
    """Print what the stacks put out, and how to ask the endpoints."""
    from lockgate.addresses import Address
    from lockgate.deployment.deployment import read_outputs
    from lockgate.invocation.suggestion import invoke_command
    from lockgate.project import open_project

    project = open_project(deployment.root, only=deployment.name)
    for stack, outputs in sorted(read_outputs(deployment).items()):
        for name, value in sorted(outputs.items()):
            if not name.startswith(EXPORT):  # whole values, for copying
                console.out.print(f"  [dim]{stack}[/]  {name}  {value}", soft_wrap=True)
    for name, endpoint in deployment.environment.endpoints.items():
        if deployment.endpoint in {None, name}:
            address = Address(deployment.name, name)
            command = invoke_command(address, endpoint, project=project)
            console.out.print(f"Ask it:  [cyan]{command}[/]", soft_wrap=True)
