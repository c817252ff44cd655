import json
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

import numpy as np
import pytest
from botocore.exceptions import ClientError

from functions.metrics import replay
from functions.metrics.envelope import EnvelopeError
from functions.metrics.replay_request import ReplayRequestError

from .conftest import Call
from .fake_s3 import FakeS3, error
from .published import sums
from .samples import MINUTE, NOW_S, batch, envelope, event, line, of_lines, packed

HOUR = {"from": "2026-11-22T10:00:00Z", "to": "2026-11-22T11:00:00Z"}
WANTED = {"endpoint": "dev-chat", "variant": "a", "minute": "2026-11-22T10:15:00Z"}
Replay = Callable[..., dict[str, Any]]
Out = pytest.CaptureFixture[str]


@pytest.fixture
def again(call: Call, s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> Replay:
    """Replays an hour of what `call` has stored."""
    monkeypatch.setattr(replay, "s3", lambda: s3)
    monkeypatch.setattr(replay, "time", lambda: NOW_S)

    def invoke(**members: Any) -> dict[str, Any]:
        answer = replay.on_event(HOUR | members, object())
        found: dict[str, Any] = json.loads(json.dumps(answer))
        return found

    return invoke


def test_row_has_the_figures_of_its_minute(call: Call, again: Replay) -> None:
    call(batch(of_lines(line(), line(status=429, finish_reason="error"))))
    (row,) = again()["minutes"]
    assert row == {
        "minute": "2026-11-22T10:15:00Z",
        "endpoint": "dev-chat",
        "variant": "a",
        "requests": 2,
        "client_errors": 0,
        "throttles": 1,
        "timeouts": 0,
        "server_errors": 0,
        "cancelled": 0,
        "prompt_tokens": 20,
        "completion_tokens": 10,
        "ttft_ms": {"p50": 100, "p95": 100, "p99": 100},
        "tpot_ms": {"p50": 25, "p95": 25, "p99": 25},
        "latency_ms": {"p50": 200, "p95": 200, "p99": 200},
    }


def test_percentiles_are_those_of_numpy_within_one_percent(call: Call, again: Replay) -> None:
    latencies = np.random.default_rng(3).lognormal(6, 0.8, 3000).tolist()
    call(batch(of_lines(*[line(latency_ms=each) for each in latencies])))
    (row,) = again()["minutes"]
    for percent in (50, 95, 99):
        exact = np.percentile(latencies, percent)
        assert row["latency_ms"][f"p{percent}"] == pytest.approx(exact, rel=0.01)


def test_what_is_not_known_is_null(call: Call, again: Replay) -> None:
    call(batch(of_lines(line(ttft_ms=None, tpot_ms=None))))
    (row,) = again()["minutes"]
    assert (row["ttft_ms"], row["tpot_ms"]) == (None, None)


def test_rows_are_by_minute_endpoint_and_variant(call: Call, again: Replay) -> None:
    late = line(time="2026-11-22T10:01:00Z")
    call(
        batch(
            packed(envelope([event(line()), event(late)], logStream="b/i-1")),
            packed(envelope([event(line())])),
        )
    )
    rows = again()["minutes"]
    assert [(row["minute"][11:16], row["variant"]) for row in rows] == [
        ("10:01", "b"),
        ("10:15", "a"),
        ("10:15", "b"),
    ]


def test_lines_that_are_stored_under_the_hour_before_and_after_are_found(
    call: Call, again: Replay
) -> None:
    hour_ms = 3_600_000
    for shift in (-hour_ms, hour_ms):
        moved = event(line())
        moved["timestamp"] += shift
        call(batch(packed(envelope([moved]))))
    assert again()["records"] == 2


def test_minutes_outside_are_left_out(call: Call, again: Replay) -> None:
    call(batch(of_lines(line(time="2026-11-22T09:59:59Z"), line(time="2026-11-22T11:00:00Z"))))
    found = again()
    assert (found["minutes"], found["objects"], found["records"]) == ([], 1, 0)


def test_answer_counts_what_was_read(call: Call, again: Replay) -> None:
    strange = packed(envelope([event("a"), event("b")], logGroup="/aws/lambda/x"))
    call(batch(of_lines(line(), "broken"), of_lines(line()), strange))
    found = again()
    assert (found["objects"], found["records"], found["unparsable"]) == (3, 2, 3)


def test_event_that_is_stored_in_two_records_counts_once(call: Call, again: Replay) -> None:
    first, second = event(line()), event(line())
    call(batch(packed(envelope([first, second]))))
    call(batch(packed(envelope([second]))))
    assert again()["records"] == 2


def test_all_pages_of_a_list_are_read(call: Call, again: Replay, s3: FakeS3) -> None:
    s3.page = 7
    call(batch(*[of_lines(line()) for _ in range(50)]))
    assert again()["objects"] == 50


def test_nothing_is_published_unasked(call: Call, again: Replay, capsys: Out) -> None:
    call(batch(of_lines(line())))
    capsys.readouterr()
    again(publish=None)
    assert capsys.readouterr().out == ""


def test_published_is_exactly_what_is_asked_for(call: Call, again: Replay, capsys: Out) -> None:
    call(batch(of_lines(line(), line(time="2026-11-22T10:16:00Z"))))
    first = sums(capsys.readouterr().out)
    again(publish=[WANTED])
    expected = {series: value for series, value in first.items() if series[2] == MINUTE}
    assert sums(capsys.readouterr().out) == expected


def test_minute_is_published_once_however_often_it_is_asked_for(
    call: Call, again: Replay, s3: FakeS3, capsys: Out
) -> None:
    call(batch(of_lines(line(), line(time="2026-11-22T10:16:00Z"))))
    assert again(publish=[WANTED])["published"] == [WANTED]
    capsys.readouterr()
    later = WANTED | {"minute": "2026-11-22T10:16:00Z"}
    assert again(publish=[WANTED, later])["published"] == [later]
    assert {key[2] for key in sums(capsys.readouterr().out)} == {MINUTE + 1}


@pytest.mark.parametrize(("code", "status"), [("Conflict", 409), ("SlowDown", 503)])
def test_minute_that_cannot_be_claimed_is_not_published(
    call: Call, again: Replay, s3: FakeS3, capsys: Out, code: str, status: int
) -> None:
    call(batch(of_lines(line(), line(time="2026-11-22T10:16:00Z"))))
    capsys.readouterr()
    notes = count()

    def refuse(operation: str, key: str) -> None:
        if operation == "PutObject" and next(notes):
            raise error(operation, code, status)

    s3.before = refuse
    with suppress(ClientError):
        again(publish=[WANTED, WANTED | {"minute": "2026-11-22T10:16:00Z"}])
    assert {key[2] for key in sums(capsys.readouterr().out)} == {MINUTE}


def test_minute_without_records_cannot_be_published(again: Replay, capsys: Out) -> None:
    with pytest.raises(ReplayRequestError, match=r"dev-chat, variant a, .*10:15:00Z: no record"):
        again(publish=[WANTED])
    assert capsys.readouterr().out == ""


def test_minute_that_is_too_old_cannot_be_published(
    call: Call, again: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(batch(of_lines(line())))
    monkeypatch.setattr(replay, "time", lambda: NOW_S + 15 * 24 * 3600)
    assert again()["records"] == 1
    with pytest.raises(ReplayRequestError, match="no metrics older than two weeks"):
        again(publish=[WANTED])


def test_object_that_cannot_be_read_is_named(again: Replay, s3: FakeS3) -> None:
    s3.objects["records/dt=2026-11-22/hour=10/x.json.gz"] = b"what"
    with pytest.raises(EnvelopeError, match=r"hour=10/x\.json\.gz: the data is no gzip file"):
        again()
