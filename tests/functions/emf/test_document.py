import io
import json
from collections.abc import Mapping
from typing import Any

import pytest

from functions.emf import Distribution, documents, write
from functions.emf.document import MAX_BYTES, MAX_METRICS


def made(
    metrics: Mapping[str, float | Distribution], dimensions: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    lines = documents(
        "Lockgate",
        timestamp_ms=60_000,
        dimensions={"EndpointName": "chat"} if dimensions is None else dimensions,
        metrics=metrics,
        units=dict.fromkeys(metrics, "Count"),
    )
    return [json.loads(line) for line in lines]


def spread(count: int, ratio: float = 1.05) -> Distribution:
    """One value in each of many buckets."""
    distribution = Distribution()
    distribution.add([ratio**index for index in range(count)])
    return distribution


def test_document_has_the_form_of_the_specification() -> None:
    assert made({"Requests": 3}) == [
        {
            "_aws": {
                "Timestamp": 60_000,
                "CloudWatchMetrics": [
                    {
                        "Namespace": "Lockgate",
                        "Dimensions": [["EndpointName"]],
                        "Metrics": [{"Name": "Requests", "Unit": "Count"}],
                    }
                ],
            },
            "EndpointName": "chat",
            "Requests": 3,
        }
    ]


def test_no_dimensions_are_a_set_of_none() -> None:
    (document,) = made({"Requests": 1}, dimensions={})
    assert document["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [[]]


def test_numbers_are_in_one_document_only_when_a_distribution_needs_several() -> None:
    found = made({"Requests": 3, "Latency": spread(250)})
    assert ["Requests" in document for document in found] == [True, False, False]
    assert sum(document["Latency"]["Count"] for document in found) == 250


def test_empty_distribution_is_left_out() -> None:
    (document,) = made({"Requests": 1, "Latency": Distribution()})
    assert "Latency" not in document


def test_nothing_makes_no_document() -> None:
    assert made({}) == []
    assert made({"Latency": Distribution()}) == []


def test_directive_names_only_what_its_document_has() -> None:
    for document in made({"Requests": 3, "Latency": spread(250), "Queue": spread(120)}):
        names = {each["Name"] for each in document["_aws"]["CloudWatchMetrics"][0]["Metrics"]}
        assert names == document.keys() - {"_aws", "EndpointName"}


def test_more_than_a_hundred_metrics_are_several_documents() -> None:
    found = made({f"m{index}": index for index in range(250)})
    assert all(
        len(document["_aws"]["CloudWatchMetrics"][0]["Metrics"]) <= MAX_METRICS
        for document in found
    )
    assert sum(document.get(f"m{index}", 0) for document in found for index in range(250)) == 31125


def test_documents_are_no_longer_than_a_log_event() -> None:
    metrics = {f"metric{'x' * 700}{index}": spread(100, 1.02) for index in range(MAX_METRICS)}
    lines = documents(
        "Lockgate",
        timestamp_ms=0,
        dimensions={f"d{index}": "x" * 1024 for index in range(30)},
        metrics=metrics,
        units=dict.fromkeys(metrics, "Count"),
    )
    assert len(lines) > 1
    assert max(len(line) for line in lines) <= MAX_BYTES


def test_too_many_dimensions_are_refused() -> None:
    with pytest.raises(ValueError, match="31 dimensions; a set has at most 30"):
        made({"Requests": 1}, {f"d{index}": "x" for index in range(31)})


@pytest.mark.parametrize("value", ["", "x" * 1025])
def test_dimension_value_that_cloudwatch_refuses_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=f"dimension d has {len(value)} characters"):
        made({"Requests": 1}, {"d": value})


def test_all_lines_are_written_at_once() -> None:
    class Counting(io.StringIO):
        writes = 0

        def write(self, text: str) -> int:
            self.writes += 1
            return super().write(text)

    stream = Counting()
    write(["a", "b"], stream)
    assert (stream.getvalue(), stream.writes) == ("a\nb\n", 1)


def test_nothing_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write([])
    assert capsys.readouterr().out == ""
