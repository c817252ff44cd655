"""Envelopes, read as a subscriber reads them."""

import gzip
import json
from typing import Any

from lockgate.local.streams.envelopes import (
    LARGEST,
    Event,
    Source,
    control_message,
    data_messages,
    event_id,
)

SOURCE = Source("000000000000", "/group", "primary/i-1", "inferences")


def read(data: bytes) -> Any:
    return json.loads(gzip.decompress(data))


def test_all_events_of_one_request_are_in_one_envelope() -> None:
    (data,) = data_messages(SOURCE, [Event("1", 1432826855000, "one"), Event("2", 2, "zwei ü")])
    assert read(data) == {
        "messageType": "DATA_MESSAGE",
        "owner": "000000000000",
        "logGroup": "/group",
        "logStream": "primary/i-1",
        "subscriptionFilters": ["inferences"],
        "logEvents": [
            {"id": "1", "timestamp": 1432826855000, "message": "one"},
            {"id": "2", "timestamp": 2, "message": "zwei ü"},
        ],
    }


def test_no_events_make_no_envelope() -> None:
    assert list(data_messages(SOURCE, [])) == []


def test_more_than_1_mb_of_events_are_split_in_order() -> None:
    events = [Event(str(n), n, "x" * (LARGEST // 2)) for n in range(5)]
    ids = [[event["id"] for event in read(data)["logEvents"]] for data in
           data_messages(SOURCE, events)]  # fmt: skip
    assert ids == [["0", "1"], ["2", "3"], ["4"]]


def test_the_control_message_is_that_of_aws() -> None:
    message = read(control_message(1592564160715))
    assert message == {
        "messageType": "CONTROL_MESSAGE",
        "owner": "CloudwatchLogs",
        "logGroup": "",
        "logStream": "",
        "subscriptionFilters": [],
        "logEvents": [
            {
                "id": "",
                "timestamp": 1592564160715,
                "message": "CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.",
            }
        ],
    }


def test_the_documented_id_is_one_of_its_time() -> None:
    documented = "31953106606966983378809025079804211143289615424298221568"
    number = int(documented) - (1432826855000 << 144)
    assert 0 <= number < 1 << 144
    assert event_id(1432826855000, number) == documented


def test_ids_have_56_digits() -> None:
    assert {len(event_id(when, 1)) for when in (500_000_000_000, 1_800_000_000_000)} == {56}
