"""`lockgate replay`: the metrics once more, from the stored records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lockgate import console

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lockgate.replay.comparison import Comparison
    from lockgate.replay.job import Job

MOST_SHOWN = 20
"""Differences that are named one by one."""
FORMS = "ISO 8601 as in 2026-11-22T08:00Z, or how long ago as in 2h"


def replay(
    environment: Annotated[str, typer.Argument(metavar="ENV", help="Environment, as in local.")],
    since: Annotated[str, typer.Option("--from", metavar="TIME", help=f"{FORMS}. UTC.")],
    until: Annotated[str, typer.Option("--to", metavar="TIME", help="The same, or now.")] = "now",
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish the minutes that CloudWatch lacks entirely.")
    ] = False,
) -> None:
    """Compute the metrics again from the stored records, and compare them with CloudWatch's."""
    from datetime import UTC, datetime

    from lockgate.replay.job import prepare
    from lockgate.replay.moments import read_moment
    from lockgate.replay.range import require_range

    now = datetime.now(UTC)
    start, end = read_moment("--from", since, now=now), read_moment("--to", until, now=now)
    span = require_range(start, end, now=now, publish=publish)
    job = prepare(environment, span)
    comparisons = job.compare()
    print_comparisons(job, comparisons)
    if publish:
        publish_missing(job, comparisons, now=now)
    elif any(one.missing for one in comparisons):
        again = f"lockgate replay {environment} --from {since} --to {until} --publish"
        console.out.print(f"Publish what is missing:  [cyan]{again}[/]", soft_wrap=True)


def print_comparisons(job: Job, comparisons: Sequence[Comparison]) -> None:
    """Print the table, and the minutes that differ one by one."""
    from lockgate.replay.table import comparison_table

    done = job.replayed
    console.out.print(
        f"[dim]{job.span.start:%Y-%m-%d %H:%M} to {job.span.end:%Y-%m-%d %H:%M} UTC · "
        f"{done.records} records, {done.unparsable} unreadable[/]",
        soft_wrap=True,
    )
    if not comparisons:
        console.out.print("Neither the records nor CloudWatch have a request of that time.")
        return
    console.out.print()
    console.out.print(comparison_table(comparisons))
    if any(one.missing or one.differences for one in comparisons):
        console.out.print("[dim]Two numbers: what the records say / what CloudWatch has.[/]")
    console.out.print()
    print_differences(comparisons)


def print_differences(comparisons: Sequence[Comparison]) -> None:
    """Name the minutes of which CloudWatch has other figures; nothing can correct them."""
    found = [difference for one in comparisons for difference in one.differences]
    for difference in found[:MOST_SHOWN]:
        console.out.print(f"  {difference}", markup=False, soft_wrap=True)
    if len(found) > MOST_SHOWN:
        console.out.print(f"  and {len(found) - MOST_SHOWN} more")
    if found:
        console.out.print("CloudWatch adds and never replaces: these are left as they are.")


def publish_missing(job: Job, comparisons: Sequence[Comparison], *, now: datetime) -> None:
    """Publish what CloudWatch lacks, and say what was not."""
    from datetime import timedelta

    from lockgate.replay.publishing import SETTLED, settled
    from lockgate.report import plural

    missing = [minute for one in comparisons for minute in one.missing]
    lost = settled(missing, now=now)
    if young := len(missing) - len(lost):
        console.out.print(
            f"{plural(young, 'minute')} of the last {SETTLED // timedelta(hours=1)} hours may be "
            "on the way still, and would count twice: try again later"
        )
    if not lost:
        console.out.print("Nothing is missing that could be published.")
        return
    count = job.publish(lost)
    console.out.print(f"[green]✓[/]  {plural(count, 'minute')} published to CloudWatch")
    if before := len(lost) - count:
        console.out.print(f"{plural(before, 'minute')} by an earlier replay")
    console.out.print("CloudWatch takes a while to show what is published.")
