import pytest

from benchmarks.observability_cost.bill import (
    LOGS_MONTHS,
    MEMORY_GB,
    RECORDS_MONTHS,
    THREADS,
    bill,
    per_million,
)
from benchmarks.observability_cost.captures import MONTHS, capture_bill
from benchmarks.observability_cost.flow import Setting
from functions.metrics import batch
from infra.config.environment import Captures, Logs, Records
from infra.observability.metrics_function import MEMORY_MB

ALONE, TOGETHER = Setting(window_s=0), Setting(window_s=60)


def test_million_lines_alone_are_a_million_objects() -> None:
    assert bill(1e6, ALONE)["Records in S3: writing"] == pytest.approx(5)


def test_record_of_one_line_is_a_kilobyte_of_the_stream() -> None:
    gigabytes = 1e6 * 1024 / 1024**3
    assert bill(1e6, ALONE)["Stream, by traffic"] == pytest.approx(gigabytes * 0.12)


def test_stream_costs_the_same_however_little_flows() -> None:
    assert bill(1, ALONE)["Stream, for being there"] == pytest.approx(29.2)


@pytest.mark.parametrize("requests", [1e5, 1e6, 1e7, 1e8])
def test_lines_together_cost_less_than_each_alone(requests: float) -> None:
    assert per_million(requests, TOGETHER) < per_million(requests, ALONE)
    assert sum(capture_bill(requests, TOGETHER).values()) < sum(
        capture_bill(requests, ALONE).values()
    )


def test_metrics_cost_the_same_for_any_traffic_and_more_with_each_endpoint() -> None:
    assert bill(1, ALONE)["Custom metrics"] == bill(1e9, ALONE)["Custom metrics"]
    more = Setting(window_s=0, endpoints=6)
    assert bill(1, more)["Custom metrics"] == pytest.approx(2 * bill(1, ALONE)["Custom metrics"])


def test_assumptions_are_those_of_the_stack_and_its_defaults() -> None:
    assert (MEMORY_MB / 1024, batch.THREADS) == (MEMORY_GB, THREADS)
    days = [each.retention_days for each in (Logs(), Records(), Captures())]
    assert [round(each / 30.4) for each in days] == [LOGS_MONTHS, RECORDS_MONTHS, MONTHS]
