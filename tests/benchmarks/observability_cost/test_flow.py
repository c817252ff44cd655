import pytest

from benchmarks.observability_cost.flow import (
    BATCH_RECORDS,
    BATCH_WINDOW_S,
    MONTH_S,
    SHARDS,
    Setting,
    flow,
)
from infra.observability.metrics_function import BATCHES


def test_each_line_alone_is_a_record() -> None:
    assert flow(12_345, Setting(window_s=0)).records == pytest.approx(12_345)


def test_lines_of_a_busy_minute_share_a_record_of_their_log_stream() -> None:
    setting = Setting(window_s=60)
    records = flow(1e8, setting).records
    assert records == pytest.approx(setting.log_streams * MONTH_S / 60, rel=0.01)


def test_record_is_never_larger_than_kinesis_takes() -> None:
    month = flow(1e12, Setting(window_s=3600))
    assert month.requests / month.records < 1024 * 1024 / 300


def test_invocations_are_bounded_by_the_window_of_batches() -> None:
    most = SHARDS * MONTH_S / BATCH_WINDOW_S
    assert 0.95 * most < flow(1e8, Setting(window_s=0)).invocations <= most


def test_few_requests_are_an_invocation_each() -> None:
    assert flow(1000, Setting(window_s=60)).invocations == pytest.approx(1000, rel=0.01)


def test_batches_are_those_of_the_stack() -> None:
    of_stack = BATCHES["MaximumBatchingWindowInSeconds"], BATCHES["BatchSize"]
    assert of_stack == (BATCH_WINDOW_S, BATCH_RECORDS)
