"""Wait for the end of a request without asking S3 all the time."""

from __future__ import annotations

from collections.abc import Callable

from lockgate.errors import CommandError
from lockgate.invocation.asynchronous.ticket import Outcome, Ticket

SHORTEST_S, LONGEST_S = 0.2, 5.0
SHARE = 0.05
"""Part of the time waited so far after which to look again: long waits need fewer looks."""


def wait_for(
    ticket: Ticket,
    *,
    look: Callable[[Ticket], Outcome | None],
    patience_s: float,
    on_wait: Callable[[float], None],
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> Outcome:
    """Return how a request ended.

    Args:
        ticket: the request.
        look: asks whether it has ended.
        patience_s: seconds after which SageMaker must have given it up.
        on_wait: told, after each look in vain, how many seconds it has been.
        clock: seconds; only differences count.
        sleep: waits so many seconds.

    Raises:
        CommandError: it did not end.
    """
    begun = clock()
    while (outcome := look(ticket)) is None:
        waited = clock() - begun
        if waited > patience_s:
            raise CommandError(
                f"there is neither result nor failure after {waited:.0f} s",
                fix=f"look later at {ticket.output}",
            )
        on_wait(waited)
        sleep(min(LONGEST_S, max(SHORTEST_S, waited * SHARE)))
    return outcome
