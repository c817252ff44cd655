"""The demo's own calls as CloudWatch sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lockgate import console
from lockgate.addresses import LOCAL
from lockgate.aws import readable_errors
from lockgate.commands.top import looks_at
from lockgate.demo.calls import Called
from lockgate.demo.counted import ADDED, PATIENCE_S, REQUESTS, Counted, Counts, measured, wait_for
from lockgate.demo.narration import station
from lockgate.invocation.figures import milliseconds
from lockgate.report import plural
from lockgate.top.printing import print_snapshot
from lockgate.variant_key import VariantKey

if TYPE_CHECKING:
    from lockgate.invocation.subject import Subject

WINDOW = timedelta(minutes=5)


def begin(subjects: Sequence[Subject]) -> Counted:
    """Begin to count what the endpoints are asked.

    Raises:
        CommandError: CloudWatch refused.
    """
    target = subjects[0].target()
    keys = [
        VariantKey(subject.address.name, variant)
        for subject in subjects
        for variant in subject.releases()
    ]
    with readable_errors(target):
        return Counted(target.client("cloudwatch"), keys)


def show(counted: Counted, calls: Sequence[Called]) -> None:
    """Wait until CloudWatch has counted the calls, and print the figures of all endpoints.

    Raises:
        CommandError: CloudWatch refused.
    """
    station("See the same in CloudWatch", f"lockgate top {LOCAL}")
    expected = measured(calls)
    with console.out.status("") as status:

        def tell(found: Counts) -> None:
            counts = f"{found[REQUESTS]} of {expected[REQUESTS]} requests"
            status.update(f"logs, stream, function, CloudWatch: {counts}")

        found = wait_for(counted.counts, expected[REQUESTS], on_look=tell)
    print_verdict(expected, found)
    print_first_tokens(counted, calls)
    console.out.print()
    print_snapshot(looks_at(LOCAL, WINDOW)(datetime.now(UTC)))


def print_verdict(expected: Counts, found: Counts) -> None:
    """Say whether CloudWatch has counted what the calls measured."""
    if found == expected:
        same = f"[green]✓[/]  CloudWatch counts what was measured here: {words(found)}"
        console.out.print(same, soft_wrap=True)
        return
    console.out.print(
        f"[red]✗[/]  CloudWatch counts {words(found)} after {PATIENCE_S} s; "
        f"measured here: {words(expected)}",
        soft_wrap=True,
    )


def words(counts: Counts) -> str:
    """Return counts in words."""
    requests, prompt, completion = (counts[name] for name in ADDED)
    return f"{plural(requests, 'request')}, {prompt} prompt and {completion} completion tokens"


def print_first_tokens(counted: Counted, calls: Sequence[Called]) -> None:
    """Put the TTFT of the streamed calls beside CloudWatch's, which leaves the way here out."""
    pairs = [
        f"{called.address.endpoint} {milliseconds(called.answer.first_token_s)} and {there:.0f} ms"
        for called in calls
        if called.answer.first_token_s is not None
        if (there := counted.first_token_ms(called.address.name)) is not None
    ]
    if pairs:
        console.out.print(f"   TTFT here and there: {', '.join(pairs)}", soft_wrap=True)
