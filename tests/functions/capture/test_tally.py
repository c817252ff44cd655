import json
from typing import Any

import pytest

from functions.capture.tally import Tally
from tests.functions.capture.captured import TIME, TIME_S

ROW = {
    "endpoint": "dev-chat",
    "variant": "primary",
    "inference_time": TIME,
    "failed": None,
    "empty": None,
    "refused": None,
    "repetition": None,
}


def published(*rows: dict[str, Any], now_s: float = TIME_S) -> list[dict[str, Any]]:
    tally = Tally()
    for row in rows:
        tally.add(ROW | row)
    return [json.loads(line) for line in tally.lines(now_s)]


@pytest.mark.parametrize(
    ("row", "metric"),
    [
        ({"failed": True}, "FailedAnswers"),
        ({"empty": True}, "EmptyAnswers"),
        ({"refused": True}, "Refusals"),
        ({"repetition": 0.5}, "RepetitiveAnswers"),
    ],
)
def test_row_counts_in_its_metrics(row: dict[str, Any], metric: str) -> None:
    (document,) = published(row, {})
    assert (document["CapturedRequests"], document[metric]) == (2, 1)


def test_row_counts_in_the_minute_in_which_it_was_asked() -> None:
    (document,) = published({})
    assert document["_aws"]["Timestamp"] == TIME_S // 60 * 60_000
    assert (document["EndpointName"], document["VariantName"]) == ("dev-chat", "primary")


@pytest.mark.parametrize("later_s", [-2 * 3600, 14 * 86400])
def test_minutes_that_cloudwatch_refuses_are_left_out(later_s: int) -> None:
    assert published({}, now_s=TIME_S + later_s) == []


def test_unreadable_lines_count_for_the_endpoint() -> None:
    tally = Tally()
    tally.unreadable["dev-chat"] = 3
    document = json.loads(tally.lines(TIME_S)[0])
    assert document["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["EndpointName"]]
    assert document["UnparsableRecords"] == 3


def test_tallies_add_up() -> None:
    one, two = Tally(), Tally()
    for tally in (one, two):
        tally.add(ROW)
        tally.unreadable["dev-chat"] += 1
    one.merge(two)
    documents = [json.loads(line) for line in one.lines(TIME_S)]
    assert documents[0]["CapturedRequests"] == documents[1]["UnparsableRecords"] == 2
