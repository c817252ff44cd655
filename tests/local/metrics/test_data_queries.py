from typing import Any

import pytest

from lockgate.local.metrics.data_queries import get_metric_data
from tests.local.metrics.kept import CHAT, NOON, SCOPE, Kept, dimensions, moment, span


@pytest.fixture
def kept() -> Kept:
    kept = Kept()
    kept.put("Requests", 4, at=0)
    kept.put("Requests", 6, at=60)
    kept.put("Errors", 3, at=60)
    return kept


def query(name: str, metric: str, statistic: str = "Sum", **members: Any) -> dict[str, Any]:
    asked = {"Namespace": "Lockgate", "MetricName": metric, "Dimensions": dimensions()}
    period = members.pop("Period", 60)
    stat = {"Metric": asked, "Period": period, "Stat": statistic}
    return {"Id": name, "MetricStat": stat, **members}


def results(kept: Kept, *queries: dict[str, Any], **members: Any) -> list[dict[str, Any]]:
    request = {"MetricDataQueries": list(queries)} | span() | members
    found: list[dict[str, Any]] = get_metric_data(kept.store, SCOPE, request)["MetricDataResults"]
    return found


def values(kept: Kept, *queries: dict[str, Any], **members: Any) -> list[float]:
    (result,) = results(kept, *queries, ScanBy="TimestampAscending", **members)
    return list(result["Values"])


def test_the_newest_value_comes_first_unless_asked_otherwise(kept: Kept) -> None:
    (result,) = results(kept, query("r", "Requests"))
    assert result["Values"] == [6, 4]
    assert result["Timestamps"] == [moment(60), moment(0)]
    assert (result["Label"], result["StatusCode"]) == ("Requests", "Complete")
    assert values(kept, query("r", "Requests")) == [4, 6]


def test_the_first_period_begins_with_the_span(kept: Kept) -> None:
    (result,) = results(kept, query("r", "Requests", Period=300), **span(5, start=-60))
    assert result["Timestamps"] == [moment(-60)]
    assert result["Values"] == [10]


def test_a_metric_with_other_dimensions_is_another_one(kept: Kept) -> None:
    kept.put("Requests", 100, of={})
    assert values(kept, query("r", "Requests")) == [4, 6]
    bare = query("r", "Requests")
    bare["MetricStat"]["Metric"]["Dimensions"] = []
    assert values(kept, bare) == [100]


def test_percentiles_are_of_the_whole_period(kept: Kept) -> None:
    kept.put("Latency", *range(1, 51), at=0)
    kept.put("Latency", *range(51, 101), at=60)
    assert values(kept, query("p", "Latency", "p50", Period=300)) == [50.5]
    assert values(kept, query("p", "Latency", "PR(:80)", Period=300)) == [80]


def test_expressions_use_metrics_that_are_not_returned(kept: Kept) -> None:
    hidden = [query(one[0].lower(), one, ReturnData=False) for one in ("Requests", "Errors")]
    rate = {"Id": "rate", "Expression": "100 * FILL(e, 0) / r", "Label": "rate"}
    assert values(kept, rate, *hidden) == [0, 50]


def test_expressions_use_expressions_in_any_order(kept: Kept) -> None:
    twice = {"Id": "twice", "Expression": "2 * more"}
    more = {"Id": "more", "Expression": "r + 1", "ReturnData": False}
    assert values(kept, twice, more, query("r", "Requests", ReturnData=False)) == [10, 14]


def test_filling_covers_the_span(kept: Kept) -> None:
    filled = {"Id": "f", "Expression": "FILL(r, 0) / PERIOD(r)"}
    assert len(values(kept, filled, query("r", "Requests", ReturnData=False))) == 5


def test_all_metrics_are_those_of_the_request(kept: Kept) -> None:
    total = {"Id": "total", "Expression": "SUM(METRICS())"}
    hidden = [query(one[0].lower(), one, ReturnData=False) for one in ("Requests", "Errors")]
    assert values(kept, total, *hidden) == [4, 9]


def test_a_search_gives_one_result_for_each_metric(kept: Kept) -> None:
    kept.put("Requests", 1, of=CHAT | {"EndpointName": "other"})
    text = "SEARCH('{Lockgate,EndpointName,VariantName} MetricName=\"Requests\"', 'Sum', 60)"
    found = results(kept, {"Id": "s", "Expression": text})
    assert [(one["Id"], one["Label"], one["Values"]) for one in found] == [
        ("s", "chat primary Requests", [6, 4]),
        ("s", "other primary Requests", [1]),
    ]


def test_a_metric_that_is_not_there_has_no_values(kept: Kept) -> None:
    assert values(kept, query("g", "Gone")) == []


@pytest.mark.parametrize(
    ("queries", "told"),
    [
        ([], "MetricDataQueries has 0 members; 1 to 500 fit"),
        ([query("R", "Requests")], "The value R for parameter Id is not matching"),
        ([query("r", "Requests")] * 2, "Id in MetricDataQueries are not unique"),
        ([{"Id": "r"}], "r needs either Expression or MetricStat"),
        ([query("r", "Requests", Period=90)], "Period is 90; it must be 1, 5, 10, 20, 30 or a"),
        ([query("r", "Requests", "p101")], "The value p101 for parameter Stat is not supported"),
        ([{"Id": "a", "Expression": "gone"}], "gone is not emulated"),
        ([{"Id": "a", "Expression": "3"}], "it gives a number"),
        (
            [{"Id": "a", "Expression": "b"}, {"Id": "b", "Expression": "a"}],
            "The expressions of a, b form a circle",
        ),
    ],
)
def test_what_cloudwatch_does_not_answer_is_refused(
    kept: Kept, queries: list[dict[str, Any]], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        results(kept, *queries)


def test_the_end_comes_after_the_start(kept: Kept) -> None:
    with pytest.raises(ValueError, match="StartTime must be less than the parameter EndTime"):
        results(kept, query("r", "Requests"), **span(0))


def test_the_start_is_rounded_down_to_a_minute(kept: Kept) -> None:
    (result,) = results(kept, query("r", "Requests"), **span(1, start=30.5))
    assert result["Timestamps"][-1].timestamp() == NOON
