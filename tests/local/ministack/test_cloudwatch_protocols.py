import json
from datetime import UTC, datetime
from typing import Any

import pytest

from lockgate.local.ministack.cloudwatch_protocols import encoded, request_of

ANSWER: dict[str, Any] = {
    "MetricDataResults": [
        {"Id": "a", "Label": "<a>", "Timestamps": [datetime(2026, 11, 22, tzinfo=UTC)]}
    ]
}


def test_a_query_request_has_structures_and_lists() -> None:
    params = {
        "Action": ["GetMetricStatistics"],
        "Namespace": ["Lockgate"],
        "Dimensions.member.1.Name": ["EndpointName"],
        "Dimensions.member.1.Value": ["chat"],
        "Statistics.member.1": ["Sum"],
        "Statistics.member.2": ["Average"],
    }
    assert request_of("GetMetricStatistics", params) == {
        "Namespace": "Lockgate",
        "Dimensions": [{"Name": "EndpointName", "Value": "chat"}],
        "Statistics": ["Sum", "Average"],
    }


@pytest.mark.parametrize(("text", "expected"), [("true", True), ("false", False)])
def test_booleans_of_a_query_request(text: str, expected: bool) -> None:
    params = {"MetricDataQueries.member.1.ReturnData": text}
    (query,) = request_of("GetMetricData", params)["MetricDataQueries"]
    assert query == {"ReturnData": expected}


def test_times_are_seconds_in_json() -> None:
    status, headers, body = encoded("GetMetricData", ANSWER, is_json=True)
    (result,) = json.loads(body)["MetricDataResults"]
    assert (status, headers["Content-Type"]) == (200, "application/json")
    assert result["Timestamps"] == [1795305600.0]


def test_xml_is_escaped_and_has_times_as_text() -> None:
    _, headers, body = encoded("GetMetricData", ANSWER, is_json=False)
    assert headers["Content-Type"] == "application/xml"
    result = "<Id>a</Id><Label>&lt;a&gt;</Label><Timestamps><member>2026-11-22T00:00:00Z</member>"
    assert result in body.decode()
