"""`lockgate local`: an AWS on this machine, with real models behind its endpoints."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from lockgate import console
from lockgate.addresses import LOCAL, parse_local_address
from lockgate.local import detached, lifecycle, ports
from lockgate.local.state import LocalState, StateFolder
from lockgate.project import environment_of, open_project, project_root, require_endpoint

if TYPE_CHECKING:
    from lockgate.local.overview import EndpointRow

app = typer.Typer(help="Run an AWS on this machine.", no_args_is_help=True)

Port = Annotated[int, typer.Option(min=1, max=65535, help="Port of the loopback interface.")]
Scale = Annotated[
    float,
    typer.Option(
        "--time-scale",
        min=0.001,
        max=3600,
        help="Make the waits of AWS this many times shorter: those of rollouts, alarms, scaling.",
    ),
]


@app.command()
def up(
    port: Port = ports.DEFAULT_PORT,
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Return once it answers; it runs on.")
    ] = False,
    time_scale: Scale = 1.0,
) -> None:
    """Start the local AWS: CloudFormation, S3, SageMaker and the others, in one process."""
    root = project_root()
    if detach:
        from lockgate.local.welcome import print_welcome

        print_welcome(detached.start_detached(root, port=port, time_scale=time_scale))
        return
    from infra.config.artifacts import default_cache

    environment = environment_of(open_project(root, only=LOCAL), LOCAL)
    lifecycle.run(
        root,
        port=port,
        cache=default_cache(os.environ),
        account=environment.account,
        region=environment.region,
        time_scale=time_scale,
    )


@app.command()
def down() -> None:
    """Stop the local AWS and everything that runs in it."""
    stopped = lifecycle.stop(project_root())
    if stopped is None:
        console.out.print("The local AWS was not running.")
    else:
        console.out.print(f"The local AWS at {stopped.endpoint_url} has stopped.")


@app.command()
def status() -> None:
    """Show the local AWS and its endpoints."""
    from infra.config.check import examine
    from lockgate.aws import Target, readable_errors
    from lockgate.local.overview import read_endpoints
    from lockgate.publishing.prefix import archives_below

    root = project_root()
    state = StateFolder(root).read()
    if state is None:
        console.out.print("○ The local AWS is not running. Start it: lockgate local up --detach")
        raise typer.Exit(1)
    environment = environment_of(open_project(root, only=LOCAL), LOCAL)
    target = Target(environment.region, state.endpoint_url)
    readable, _ = examine(root)  # endpoints of other environments may be deployed to it too
    with readable_errors(target):
        archives = partial(archives_below, client=target.client("s3"))
        rows = read_endpoints(target.client("sagemaker"), readable, archives)
    print_status(state, rows)


def print_status(state: LocalState, rows: list[EndpointRow]) -> None:
    """Print where the local AWS answers, its endpoints, and how they are called over HTTP."""
    from lockgate.local.overview import endpoints_table
    from lockgate.local.welcome import time_note

    console.out.print(
        f"[bold green]●[/] The local AWS answers at [bold]{state.endpoint_url}[/] (pid {state.pid})"
    )
    if state.time_scale != 1:
        console.out.print(time_note(state.time_scale))
    if not rows:
        console.out.print("It has no endpoints: lockgate deploy local")
        return
    console.out.print("\n", endpoints_table(rows), "\n", sep="")
    url = f"{state.endpoint_url}/endpoints/ENDPOINT/invocations"
    console.out.print(f"URL of each: [cyan]{url}[/]", soft_wrap=True)
    console.out.print("Streamed it ends in invocations-response-stream, async in async-invocations")


@app.command()
def logs(
    endpoint: Annotated[
        str, typer.Argument(metavar="ENV/ENDPOINT", help="As in local/chat, or chat.")
    ],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Wait for new lines.")] = False,
) -> None:
    """Print what the containers of an endpoint wrote, from CloudWatch Logs."""
    from lockgate.aws import readable_errors, require_local, target_of
    from lockgate.local.log_lines import follow_lines, print_line, read_lines

    root = project_root()
    address = parse_local_address(endpoint)
    environment = environment_of(open_project(root, only=address.environment), address.environment)
    require_local(environment, address)
    target = target_of(environment, root)
    require_endpoint(environment, address.environment, address.endpoint)
    with readable_errors(target):
        client = target.client("logs")
        lines = follow_lines(client, address) if follow else read_lines(client, address)
        for line in lines:
            print_line(line)
