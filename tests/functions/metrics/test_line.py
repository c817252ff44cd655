from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.metrics import line as module
from functions.metrics.envelope import LogEvent
from functions.metrics.line import MAX_REASON, UNKNOWN, parse, read

from .samples import MINUTE, NOW_S, line

TIME_MS = int(NOW_S * 1000)


def accept(minute: int) -> bool:
    return True


def events(*messages: str) -> list[LogEvent]:
    return [LogEvent(f"id{i}", TIME_MS, message) for i, message in enumerate(messages)]


def test_own_line_is_read_with_its_types() -> None:
    found = parse(line(), TIME_MS)
    assert found.time == datetime(2026, 11, 22, 10, 15, 3, 123000, UTC)
    assert (found.model, found.status, found.stream) == ("tiny@1", 200, True)
    assert (found.prompt_tokens, found.completion_tokens) == (10, 5)
    assert (found.ttft_ms, found.tpot_ms, found.latency_ms, found.queue_ms) == (100, 25, 200, 1)
    assert found.finish_reason == "stop"


@pytest.mark.parametrize("change", [('e":', 'e": '), ('e":', 'e" :'), ("{", " {")])
def test_space_in_a_line_matters_in_no_company(change: tuple[str, str]) -> None:
    spaced = line().replace(*change)
    for company in ((), ("broken",)):
        found = read(events(spaced, *company), accept)
        assert len(found.minutes[MINUTE]) == 1


def test_what_is_null_is_not_known() -> None:
    nothing = ("model", "stream", "prompt_tokens", "ttft_ms", "tpot_ms", "queue_ms", "latency_ms")
    found = parse(line(**dict.fromkeys(nothing)), TIME_MS)
    assert {getattr(found, name) for name in nothing} == {None}


def test_line_of_embeddings_is_read_without_the_times_of_a_stream() -> None:
    absent = dict.fromkeys(("ttft_ms", "tpot_ms", "finish_reason"))
    found = parse(line(operation="embedding", completion_tokens=0, **absent), TIME_MS)
    assert (found.prompt_tokens, found.completion_tokens, found.tpot_ms) == (10, 0, None)


def test_line_of_an_older_container_has_no_queue_time() -> None:
    text = line().replace('"queue_ms":1.0,', "")
    assert parse(text, TIME_MS).queue_ms is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"time": None}, r"Expected `datetime`, got `null` - at `\$.time`"),
        ({"time": "2026-11-22T10:15:03"}, "with a timezone component"),
        ({"time": "yesterday"}, "Invalid RFC3339 encoded datetime"),
        ({"status": 99}, r"`int` >= 100 - at `\$.status`"),
        ({"status": "200"}, r"Expected `int \| null`, got `str` - at `\$.status`"),
        ({"prompt_tokens": -1}, r"`int` >= 0 - at `\$.prompt_tokens`"),
        ({"completion_tokens": 10**10}, r"at `\$.completion_tokens`"),
        ({"completion_tokens": 1.5}, r"Expected `int \| null`, got `float`"),
        ({"latency_ms": -0.1}, r"`float` >= 0.0 - at `\$.latency_ms`"),
        ({"ttft_ms": 1e300}, r"`float` <= 604800000.0 - at `\$.ttft_ms`"),
        ({"model": "x" * 257}, r"`str` of length <= 256 - at `\$.model`"),
        ({"lockgate": "other"}, UNKNOWN),
    ],
)
def test_wrong_key_is_named(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(line(**fields), TIME_MS)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_what_is_no_number_of_json_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match=r"malformed|out of range"):
        parse(line().replace("200.0", number), TIME_MS)


def test_missing_time_is_named() -> None:
    with pytest.raises(ValueError, match="missing required field `time`"):
        parse('{"lockgate":"inference"}', TIME_MS)


def test_cut_line_is_refused() -> None:
    with pytest.raises(ValueError, match="Input data was truncated"):
        parse(line()[:-20], TIME_MS)


@pytest.mark.parametrize("text", ["", "hello", '{"a": 1}', "[]", "\x00"])
def test_line_in_no_known_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=UNKNOWN):
        parse(text, TIME_MS)


def test_lines_of_one_minute_stay_together() -> None:
    found = read(events(line(), line(status=500)), accept)
    assert {minute: len(some) for minute, some in found.minutes.items()} == {MINUTE: 2}
    assert found.troubles == ()


def test_each_line_goes_to_the_minute_of_its_own_time() -> None:
    times = ["2026-11-22T10:14:59.999Z", "2026-11-22T10:15:00Z", "2026-11-22T12:16:00+02:00"]
    found = read(events(*[line(time=time) for time in times]), accept)
    assert sorted(found.minutes) == [MINUTE - 1, MINUTE, MINUTE + 1]


def test_broken_line_leaves_the_others_alone() -> None:
    found = read(events(line(), "{broken", line()), accept)
    assert len(found.minutes[MINUTE]) == 2
    assert [(each.event_id, each.reason) for each in found.troubles] == [("id1", UNKNOWN)]


def test_line_of_a_minute_that_cannot_be_published_is_a_trouble() -> None:
    old = line(time="2026-01-01T00:00:00Z")
    found = read(events(old, line()), lambda minute: minute == MINUTE)
    assert list(found.minutes) == [MINUTE]
    (trouble,) = found.troubles
    assert trouble.event_id == "id0"
    assert "out of what CloudWatch takes metrics of" in trouble.reason


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_time_at_the_end_of_the_calendar_is_a_trouble(time: str) -> None:
    found = read(events(line(time=time)), lambda minute: minute == MINUTE)
    assert len(found.troubles) == 1


def test_unexpected_error_of_a_parser_is_a_trouble_without_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(message: str, timestamp_ms: int) -> None:
        raise KeyError(message)

    monkeypatch.setattr(module, "PARSERS", (broken,))
    (trouble,) = read(events("a secret prompt"), accept).troubles
    assert trouble.reason == "unexpected KeyError"


def test_reason_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    def wordy(message: str, timestamp_ms: int) -> None:
        raise ValueError("why " * 1000)

    monkeypatch.setattr(module, "PARSERS", (wordy,))
    (trouble,) = read(events("x"), accept).troubles
    assert len(trouble.reason) == MAX_REASON


def parser(result: object) -> Callable[[str, int], object]:
    return lambda message, timestamp_ms: result


def test_parsers_are_tried_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = parse(line(status=201), 0), parse(line(status=202), 0)
    parsers = (parser(None), parser(first), parser(second))
    monkeypatch.setattr(module, "PARSERS", parsers)
    assert parse("text", TIME_MS) is first
