"""`lockgate top`: how every endpoint of an environment does, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lockgate import console
from lockgate.errors import CommandError

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from lockgate.top.live import Look
    from lockgate.top.snapshot import Snapshot


def top(
    environment: Annotated[str, typer.Argument(metavar="ENV", help="Environment, as in local.")],
    window: Annotated[
        str, typer.Option(metavar="TIME", help="The figures are of the last so many minutes.")
    ] = "5m",
    interval: Annotated[
        str, typer.Option(metavar="TIME", help="Look again after so long; AWS bills each look.")
    ] = "5s",
    once: Annotated[
        bool, typer.Option("--once", help="Print one table; so it is where there is no terminal.")
    ] = False,
) -> None:
    """Watch requests, errors, TTFT, tokens and cost of each endpoint, from CloudWatch."""
    from datetime import UTC, datetime

    from lockgate.top.live import watch
    from lockgate.top.printing import print_snapshot
    from lockgate.top.window import read_interval, read_window

    length, every = read_window(window), read_interval(interval)
    look = looks_at(environment, length)
    if once or not console.out.is_terminal:
        print_snapshot(look(datetime.now(UTC)))
    else:
        watch(look, interval=every, console=console.out)


def looks_at(name: str, length: timedelta) -> Look:
    """Get ready to look at an environment.

    Raises:
        CommandError: there is none of this name, it has no endpoints, or its AWS is the local one
            and does not run.
    """
    from lockgate.aws import readable_errors, target_of
    from lockgate.project import environment_of, open_project, project_root
    from lockgate.top.watching import Watched
    from lockgate.top.window import window_until

    root = project_root()
    environment = environment_of(open_project(root, only=name), name)
    if not environment.endpoints:
        raise CommandError(
            f"environment {name!r} has no endpoints", fix=f"add one in environments/{name}.yaml"
        )
    target = target_of(environment, root)
    with readable_errors(target):
        watched = Watched(
            name,
            environment,
            target.place,
            sagemaker=target.client("sagemaker", attempts=ATTEMPTS),
            cloudwatch=target.client("cloudwatch", attempts=ATTEMPTS),
        )

    def look(now: datetime) -> Snapshot:
        with readable_errors(target):
            return watched.look(window_until(now, length))

    return look


ATTEMPTS = 4
"""Reading twice does no harm, and a throttled look is better late than never."""
