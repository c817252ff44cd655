import pytest

from benchmarks.observability_cost.sizes import envelope_bytes, line_bytes, metric_bytes


def test_lines_compress_better_together() -> None:
    assert envelope_bytes(1000) < 300 * envelope_bytes(1)


def test_envelope_beyond_what_is_measured_is_in_proportion() -> None:
    assert envelope_bytes(50_000) == pytest.approx(10 * envelope_bytes(5000))


def test_metrics_grow_far_slower_than_requests() -> None:
    assert metric_bytes(5000) < 20 * metric_bytes(1)


def test_record_of_one_line_is_hardly_larger_than_the_line() -> None:
    assert line_bytes() < envelope_bytes(1) < 2 * line_bytes()
