from collections.abc import Iterator

import pytest

from lockgate.errors import CommandError
from lockgate.invocation.asynchronous.ticket import Outcome, Ticket
from lockgate.invocation.asynchronous.waiting import wait_for
from lockgate.s3_uris import S3Uri

TICKET = Ticket("1", S3Uri("ours", "result"), None)


class Waiting:
    """Waits on a clock that only sleeping moves."""

    def __init__(self, *looks: Outcome | None) -> None:
        self.looks: Iterator[Outcome | None] = iter(looks)
        self.now = 0.0
        self.slept: list[float] = []
        self.told: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def run(self, *, patience_s: float = 1000) -> Outcome:
        return wait_for(
            TICKET,
            look=lambda _: next(self.looks, None),
            patience_s=patience_s,
            on_wait=self.told.append,
            clock=lambda: self.now,
            sleep=self.sleep,
        )


def test_end_that_is_there_is_returned_without_waiting() -> None:
    waiting = Waiting(Outcome(b"done"))

    assert waiting.run() == Outcome(b"done")
    assert waiting.slept == []


def test_progress_is_told_until_the_end() -> None:
    waiting = Waiting(None, None, Outcome(b"done", failed=True))

    assert waiting.run().failed
    assert waiting.told == [0.0, 0.2]


def test_long_waits_look_less_often() -> None:
    waiting = Waiting(*[None] * 200, Outcome(b""))

    waiting.run()

    assert waiting.slept[0] == 0.2
    assert waiting.slept[-1] == 5.0


def test_patience_ends_with_where_to_look_later() -> None:
    with pytest.raises(CommandError, match=r"neither result nor failure.*s3://ours/result"):
        Waiting().run(patience_s=10)
