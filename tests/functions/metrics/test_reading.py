import base64
import json
from typing import Any

import pytest

from functions.metrics import reading as module
from functions.metrics.arrival import Arrival
from functions.metrics.reading import Reader, Reading

from .samples import MINUTE, NOW_S, SHARD, envelope, event, kinesis, line, of_lines, packed

PLANTED = "the planted text"


def read(data: bytes) -> Reading:
    reader = Reader(lambda minute: abs(minute - MINUTE) < 1000, NOW_S)
    found = reader.read(Arrival.of(kinesis(data, 7)))
    assert found is not None
    return found


def notes(reading: Reading) -> dict[str, Any]:
    assert reading.notes is not None
    found: dict[str, Any] = json.loads(reading.notes.body)
    return found


def test_good_record_has_no_notes() -> None:
    found = read(of_lines(line()))
    assert (found.notes, dict(found.unparsable)) == (None, {})
    assert found.place == ("dev-chat", "a")


def test_record_lies_in_the_hour_of_its_first_event() -> None:
    events = [event(line()) | {"timestamp": 1_795_305_599_999}, event(line())]
    assert read(packed(envelope(events))).item.key.startswith("records/dt=2026-11-21/hour=23/")


def test_broken_lines_are_noted_with_their_reasons() -> None:
    events = [event(line()), event(line(status=99), "x"), event("what", "y")]
    data = packed(envelope(events))
    found = read(data)
    assert found.item.body == data
    assert notes(found) == {
        "reason": "lines were not counted",
        "where": {
            "shard_id": SHARD,
            "sequence_number": "7",
            "log_group": "/aws/sagemaker/Endpoints/dev-chat",
            "log_stream": "a/i-0123456789abcdef0",
        },
        "events": [
            {"id": "x", "reason": "Expected `int` >= 100 - at `$.status`"},
            {"id": "y", "reason": "the line is in no format that is known"},
        ],
    }
    assert dict(found.unparsable) == {MINUTE: 2}


def test_notes_lie_beside_their_record() -> None:
    found = read(of_lines("what"))
    assert found.notes is not None
    record = found.item.key.removeprefix("records/").removesuffix(".json.gz")
    assert found.notes.key == f"quarantine/{record}.json"


def test_unreadable_record_is_kept_in_its_notes() -> None:
    found = read(b"what")
    content = json.loads(found.item.body)
    assert found.item.key.startswith("quarantine/dt=2026-11-22/hour=10/")
    assert base64.b64decode(content["data"]) == b"what"
    assert content["reason"].startswith("the data is no gzip file")
    assert content["where"] == {"shard_id": SHARD, "sequence_number": "7"}
    assert (found.notes, found.place, dict(found.unparsable)) == (None, None, {MINUTE: 1})


def test_data_that_is_no_base64_is_kept_as_it_is() -> None:
    arrival = Arrival(SHARD, "7", NOW_S, "?!")
    found = Reader(lambda minute: True, NOW_S).read(arrival)
    assert found is not None
    content = json.loads(found.item.body)
    assert (content["data"], content["reason"]) == ("?!", "unexpected Error")


def test_record_of_another_log_group_is_stored_and_noted() -> None:
    data = packed(envelope([event("a"), event("b")], logGroup="/aws/lambda/x"))
    found = read(data)
    assert found.item.body == data
    assert "not of an endpoint" in notes(found)["reason"]
    assert (found.place, dict(found.unparsable)) == (None, {MINUTE: 2})


def test_unexpected_error_is_noted_and_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError(PLANTED)

    monkeypatch.setattr(module, "read", broken)
    content = json.loads(read(of_lines(line())).item.body)
    assert content["reason"] == "unexpected RuntimeError"
    assert "data" in content


def test_trouble_of_a_time_out_of_range_is_counted_now() -> None:
    old = event("what") | {"timestamp": 0}
    assert dict(read(packed(envelope([event(line()), old]))).unparsable) == {MINUTE: 1}


@pytest.mark.parametrize(
    "text",
    [
        PLANTED,
        line(status=PLANTED),
        line(lockgate=PLANTED),
        line(time=PLANTED),
        line(model=PLANTED * 100),
        '{"lockgate":"inference","' + PLANTED,
        f'INFO:     10.0.0.1:1 - "POST /invocations HTTP/1.1" {PLANTED} OK',
    ],
)
def test_notes_repeat_no_text_of_a_line(text: str) -> None:
    assert PLANTED not in json.dumps(notes(read(of_lines(text))))


def test_control_message_says_nothing() -> None:
    content = envelope([event("hello")], messageType="CONTROL_MESSAGE")
    reader = Reader(lambda minute: True, NOW_S)
    assert reader.read(Arrival.of(kinesis(packed(content)))) is None
