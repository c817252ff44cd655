from typing import Any

import pytest

from lockgate.local.metrics.labels import label
from lockgate.local.metrics.series_math import Line

LINE = Line("Latency", {60: 3.0, 0: 2.5})
STAT = {
    "Metric": {
        "Namespace": "Lockgate",
        "MetricName": "Latency",
        "Dimensions": [{"Name": "EndpointName", "Value": "chat"}],
    },
    "Period": 60,
    "Stat": "p95",
}


def of(text: str, **members: Any) -> str:
    return label({"Id": "m", "Label": text, "MetricStat": STAT} | members, LINE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("latency", "latency"),
        ("${PROP('Dim.EndpointName')}: ${PROP('Stat')}", "chat: p95"),
        ("${LABEL} ${LAST} of ${MAX}, ${AVG}", "Latency 3 of 3, 2.75"),
        ("${PROP('MetricName')} each ${PROP('Period')} s", "Latency each 60 s"),
    ],
)
def test_what_is_written_into_a_label(text: str, expected: str) -> None:
    assert of(text) == expected


def test_a_query_without_a_label_has_that_of_its_series() -> None:
    assert label({"Id": "m"}, LINE) == "Latency"


def test_without_values_a_number_is_two_dashes() -> None:
    assert label({"Id": "m", "Label": "${MAX}"}, Line("", {})) == "--"


@pytest.mark.parametrize("text", ["${LAST_TIME_RELATIVE}", "${PROP('Dim.Other')}"])
def test_what_is_not_emulated_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not emulate"):
        of(text)


def test_an_expression_has_no_properties() -> None:
    with pytest.raises(ValueError, match=r"does not emulate .* in labels of expressions"):
        label({"Id": "e", "Label": "${PROP('Stat')}", "Expression": "1"}, LINE)
