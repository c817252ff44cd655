"""What goes wrong between the log and the metrics: nothing is lost, no row is stored twice."""

import random
from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest

from functions.emf import write
from functions.metrics import handler

from .conftest import Call
from .fake_s3 import FakeS3, error
from .published import total
from .samples import batch, envelope, event, kinesis, line, of_lines, packed

Out = pytest.CaptureFixture[str]
VARIANT = ("dev-chat", "a")


class Killed(BaseException):
    """The process is gone: no handler of the function may hold this up."""


class Kinesis:
    """Hands a batch to the function until all of it is done, as Lambda's event source does."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.calls = 0

    def deliver(self, event: Mapping[str, Any]) -> None:
        records = list(event["Records"])
        while records:
            self.calls += 1
            assert self.calls < 1000
            try:
                failed = self._call({"Records": records})
            except Killed:
                continue
            numbers = [record["kinesis"]["sequenceNumber"] for record in records]
            records = records[numbers.index(failed[0]) :] if failed else []


@pytest.fixture
def kinesis_stream(call: Call) -> Kinesis:
    return Kinesis(call)


def requests(out: str) -> float:
    return total(out, "Requests", *VARIANT)


def assert_stored_once(s3: FakeS3, count: int) -> None:
    assert len(s3.records) == count
    assert max(Counter(key for key in s3.writes if key in s3.records).values()) == 1


def test_record_that_the_producer_sent_twice_counts_once(
    kinesis_stream: Kinesis, s3: FakeS3, capsys: Out
) -> None:
    data = of_lines(line())
    kinesis_stream.deliver(batch(data))
    kinesis_stream.deliver({"Records": [kinesis(data, 9)]})
    assert requests(capsys.readouterr().out) == 1
    assert_stored_once(s3, 1)


def test_record_that_is_in_a_batch_twice_counts_once(
    kinesis_stream: Kinesis, s3: FakeS3, capsys: Out
) -> None:
    data = of_lines(line())
    kinesis_stream.deliver(batch(data, of_lines(line()), data))
    assert requests(capsys.readouterr().out) == 2
    assert_stored_once(s3, 2)


def test_log_event_that_is_in_two_records_of_a_batch_counts_once(
    kinesis_stream: Kinesis, capsys: Out
) -> None:
    first, second, third = event(line()), event(line()), event(line())
    kinesis_stream.deliver(
        batch(packed(envelope([first, second])), packed(envelope([second, third])))
    )
    assert requests(capsys.readouterr().out) == 3


def test_order_of_records_does_not_matter(kinesis_stream: Kinesis, s3: FakeS3, capsys: Out) -> None:
    times = [f"2026-11-22T10:{minute:02}:00Z" for minute in range(15)]
    data = [of_lines(line(time=time), line(time=time)) for time in times]
    random.Random(7).shuffle(data)  # noqa: S311 - no secret
    kinesis_stream.deliver(batch(*data))
    assert requests(capsys.readouterr().out) == 30
    assert_stored_once(s3, 15)


def test_poison_records_among_good_ones_are_quarantined(
    kinesis_stream: Kinesis, s3: FakeS3, capsys: Out
) -> None:
    good = of_lines(line())
    kinesis_stream.deliver(
        batch(of_lines(line()), b"not gzip", good[:-9], of_lines("no request"), good)
    )
    out = capsys.readouterr().out
    assert kinesis_stream.calls == 1
    assert requests(out) == 2
    assert total(out, "UnparsableRecords") == 2
    assert total(out, "UnparsableRecords", "dev-chat") == 1
    assert (len(s3.records), len(s3.quarantined)) == (3, 3)


def test_poison_record_that_is_retried_is_quarantined_once(
    kinesis_stream: Kinesis, s3: FakeS3, capsys: Out
) -> None:
    fail_at(s3, 3)
    kinesis_stream.deliver(batch(b"poison", of_lines("no request"), of_lines(line())))
    out = capsys.readouterr().out
    assert total(out, "UnparsableRecords") == 1
    assert total(out, "UnparsableRecords", "dev-chat") == 1
    assert len(s3.quarantined) == 2


def test_oversized_line_is_quarantined_and_its_record_stored(
    kinesis_stream: Kinesis, s3: FakeS3, capsys: Out
) -> None:
    kinesis_stream.deliver(batch(of_lines(line(), line(model="x" * 1_000_000), line())))
    out = capsys.readouterr().out
    assert requests(out) == 2
    assert total(out, "UnparsableRecords", "dev-chat") == 1
    (notes,) = s3.quarantined.values()
    assert len(notes) < 1000
    assert_stored_once(s3, 1)


def step_to_fail(s3: FakeS3, number: int, problem: BaseException, *, after: bool) -> None:
    """One request to S3 fails, either before or after it has had its effect."""
    steps = count(1)

    def fault(operation: str, key: str) -> None:
        if next(steps) == number:
            raise problem

    if after:
        s3.after = fault
    else:
        s3.before = fault


def fail_at(s3: FakeS3, number: int) -> None:
    step_to_fail(s3, number, error("PutObject", "SlowDown", 503), after=False)


SIX = batch(
    of_lines(line(), line()),
    of_lines(line()),
    of_lines("no request", line()),
    b"poison",
    of_lines(line(), line(), line()),
    of_lines(line()),
)
"""Eight requests in five readable records, a poison line and a poison record: seven objects."""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("problem", [Killed(), error("PutObject", "SlowDown", 503)], ids=str)
@pytest.mark.parametrize("number", range(1, 8))
def test_batch_that_breaks_off_at_any_request_loses_and_doubles_nothing(
    kinesis_stream: Kinesis,
    s3: FakeS3,
    capsys: Out,
    number: int,
    problem: BaseException,
    after: bool,
) -> None:
    step_to_fail(s3, number, problem, after=after)
    kinesis_stream.deliver(SIX)
    out = capsys.readouterr().out
    assert requests(out) == 8
    assert total(out, "UnparsableRecords") == total(out, "UnparsableRecords", "dev-chat") == 1
    assert_stored_once(s3, 5)
    assert len(s3.quarantined) == 2


def test_batch_that_dies_before_its_metrics_are_written_is_counted_by_the_next_try(
    kinesis_stream: Kinesis, s3: FakeS3, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(lines: Any) -> None:
        monkeypatch.setattr(handler, "write", write)
        raise Killed

    monkeypatch.setattr(handler, "write", die)
    kinesis_stream.deliver(SIX)
    assert requests(capsys.readouterr().out) == 8
    assert_stored_once(s3, 5)


def test_batch_that_dies_between_its_metrics_and_its_answer_counts_twice_and_is_stored_once(
    kinesis_stream: Kinesis, s3: FakeS3, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one window in which metrics double: nothing but the return follows the write."""

    def die(lines: Any) -> None:
        write(lines)
        monkeypatch.setattr(handler, "write", write)
        raise Killed

    monkeypatch.setattr(handler, "write", die)
    kinesis_stream.deliver(SIX)
    assert requests(capsys.readouterr().out) == 16
    assert_stored_once(s3, 5)


@pytest.mark.parametrize("seed", range(20))
def test_store_that_fails_now_and_then_loses_and_doubles_nothing(
    kinesis_stream: Kinesis, s3: FakeS3, capsys: Out, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret

    def fault(operation: str, key: str) -> None:
        if chance.random() < 0.05:
            raise chance.choice(
                [
                    Killed(),
                    error(operation, "SlowDown", 503),
                    error(operation, "InternalError", 500),
                ]
            )

    s3.before = s3.after = fault
    kinesis_stream.deliver(batch(*[of_lines(line(), line()) for _ in range(80)]))
    assert requests(capsys.readouterr().out) == 160
    assert_stored_once(s3, 80)


def test_store_that_fails_altogether_counts_nothing_and_asks_for_everything_again(
    call: Call, s3: FakeS3, capsys: Out
) -> None:
    def down(operation: str, key: str) -> None:
        raise error(operation, "ServiceUnavailable", 503)

    s3.before = down
    assert call(SIX) == ["1"]
    assert (s3.objects, capsys.readouterr().out) == ({}, "")


def test_records_after_the_first_failure_come_again_and_count_then(
    call: Call, s3: FakeS3, capsys: Out
) -> None:
    data = [of_lines(line()) for _ in range(5)]
    third: list[str] = []

    def fault(operation: str, key: str) -> None:
        if key in third:
            raise error(operation, "SlowDown", 503)

    call(batch(*data[2:3]))
    third += s3.objects
    s3.objects.clear()
    capsys.readouterr()
    s3.before = fault
    assert call(batch(*data)) == ["3"]
    assert requests(capsys.readouterr().out) == 2
    third.clear()
    assert call({"Records": batch(*data)["Records"][2:]}) == []
    assert requests(capsys.readouterr().out) == 3


def test_halves_of_a_batch_that_failed_whole_count_each_record_once(
    call: Call, s3: FakeS3, capsys: Out
) -> None:
    step_to_fail(s3, 9, Killed(), after=True)
    records = batch(*[of_lines(line()) for _ in range(10)])["Records"]
    with pytest.raises(Killed):
        call({"Records": records})
    assert capsys.readouterr().out == ""
    for half in (records[:5], records[5:]):
        assert call({"Records": half}) == []
    assert requests(capsys.readouterr().out) == 10
    assert_stored_once(s3, 10)
