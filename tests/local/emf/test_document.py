import json
from typing import Any

import pytest

from lockgate.local.emf.document import (
    FUTURE_S,
    PAST_S,
    Extracted,
    ParsingError,
    ValidationError,
    extract,
)
from lockgate.local.metrics.store import metric
from lockgate.local.metrics.values import Values
from tests.local.emf.documents import NOW, directive, document


def found(message: str) -> list[Extracted]:
    return extract(message, now=NOW)


def total(extracted: Extracted) -> float:
    values = Values()
    extracted.value(values)
    return values.total


def test_a_number_becomes_a_metric_value() -> None:
    (one,) = found(document(Latency=12.5, at=NOW - 60))
    assert one.metric == metric("Lockgate", "Latency", {"EndpointName": "chat"})
    assert (one.when, one.unit, one.is_fine, total(one)) == (NOW - 60, "Milliseconds", False, 12.5)


def test_each_set_of_dimensions_has_the_value() -> None:
    sets = [["EndpointName", "VariantName"], ["EndpointName"], []]
    message = document(directive("Latency", Dimensions=sets), Latency=1, VariantName="primary")
    names = [[name for name, _ in one.metric.dimensions] for one in found(message)]
    assert names == sets


def test_each_directive_is_of_its_own_namespace() -> None:
    directives = directive("Latency"), directive("Requests", Namespace="Other")
    extracted = found(document(*directives, Latency=1, Requests=2))
    assert [(one.metric.namespace, total(one)) for one in extracted] == [
        ("Lockgate", 1),
        ("Other", 2),
    ]


def test_a_resolution_of_a_second_is_fine() -> None:
    definition = {"Name": "Load", "StorageResolution": 1}
    (one,) = found(document(directive(Metrics=[definition]), Load=1))
    assert (one.is_fine, one.unit) == (True, "None")


def test_members_that_the_specification_does_not_know_are_ignored() -> None:
    message = json.loads(document(Latency=1)) | {"request_id": "1", "nested": {"a": [None]}}
    assert len(found(json.dumps(message))) == 1


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ('{"_aws": {"CloudWatchMetrics"', "the event is no JSON"),
        (document(Latency=1) + " done", "the event is no JSON"),
        (document(Latency=float("nan")), "NaN is no number of JSON"),
        ('["CloudWatchMetrics"]', "the event is no JSON object"),
        (document(Latency=1, text="a" * (1 << 20)), "more than 1048576 bytes"),
    ],
)
def test_what_is_no_json_object_is_refused(message: str, told: str) -> None:
    with pytest.raises(ParsingError, match=told):
        found(message)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"Namespace": ""}, "Namespace has 0 characters; 1 to 1024 fit"),
        ({"Namespace": 3}, "a directive needs Namespace, of type str"),
        ({"Dimensions": []}, r"Dimensions is empty; without dimensions it is \[\[\]\]"),
        ({"Dimensions": ["EndpointName"]}, "a set of dimensions is no array"),
        ({"Dimensions": [["Region"]]}, "the document needs Region, of type str"),
        ({"Dimensions": [[f"d{n}" for n in range(31)]]}, "a set has 31 dimensions; 30 fit"),
        ({"Dimensions": [[""]]}, "'' is no name of a dimension"),
        ({"Metrics": [{"Name": "Latency"}] * 101}, "Metrics has 101 members; 100 fit"),
        ({"Metrics": [{"Name": "Gone"}]}, "the document lacks Gone"),
        ({"Metrics": [{"Name": "Latency", "Unit": "ms"}]}, "Latency has the unit 'ms'"),
        ({"Metrics": [{"Name": "Latency", "StorageResolution": 5}]}, "it is 1 or 60"),
    ],
)
def test_a_directive_that_the_specification_does_not_allow(
    changed: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        found(document(directive("Latency", **changed), Latency=1))


def test_a_dimension_is_text_of_1024_characters_at_most() -> None:
    with pytest.raises(ValidationError, match="the document needs EndpointName, of type str"):
        found(document(Latency=1, endpoint=7))
    with pytest.raises(ValidationError, match="EndpointName has 1025 characters; 1 to 1024 fit"):
        found(document(Latency=1, endpoint="a" * 1025))


@pytest.mark.parametrize("off", [-PAST_S - 1, FUTURE_S + 1])
def test_a_time_too_far_off_is_refused(off: float) -> None:
    with pytest.raises(ValidationError, match="two weeks back and two hours ahead"):
        found(document(Latency=1, at=NOW + off))


def test_a_document_needs_a_timestamp() -> None:
    message: Any = {"_aws": {"CloudWatchMetrics": []}}
    with pytest.raises(ValidationError, match="_aws needs Timestamp, of type int"):
        found(json.dumps(message))
