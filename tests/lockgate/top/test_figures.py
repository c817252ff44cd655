import pytest

from lockgate.top.figures import Figures


def figures(**sums: float) -> Figures:
    """Figures of a minute."""
    return Figures({(name, "Sum"): value for name, value in sums.items()}, 60)


def test_without_requests_nothing_is_known() -> None:
    none = figures()

    assert none.requests_per_minute is None
    assert none.error_percent is None
    assert none.tokens_per_s is None
    assert none.tokens_per_request is None


def test_without_errors_the_share_is_zero() -> None:
    assert figures(Requests=4).error_percent == 0


def test_every_class_of_errors_counts() -> None:
    some = figures(Requests=10, ServerErrors=1, Timeouts=1, Throttles=2, ClientErrors=1)

    assert some.error_percent == 50
    assert next(iter(some.errors.items())) == ("5xx", 1)


def test_client_that_leaves_is_no_error() -> None:
    assert figures(Requests=10, Cancelled=3).errors == {}


def test_tokens_per_second_are_those_of_the_whole_window() -> None:
    assert figures(Requests=2, CompletionTokens=120).tokens_per_s == 2


def test_tokens_that_no_line_tells_are_not_zero() -> None:
    silent = figures(Requests=5)

    assert silent.tokens_per_s is None
    assert silent.tokens_per_request is None


def test_tokens_per_request_leave_out_those_that_failed() -> None:
    assert figures(Requests=3, ServerErrors=1, CompletionTokens=120).tokens_per_request == 60


def test_requests_per_minute() -> None:
    assert Figures({("Requests", "Sum"): 10}, 240).requests_per_minute == pytest.approx(2.5)


def test_latency_is_that_of_the_records() -> None:
    both = Figures({("Latency", "p95"): 900, ("ModelLatency", "p95"): 950_000}, 60)

    assert both.latency("p95") == 900


def test_latency_is_sagemakers_where_the_records_tell_none() -> None:
    assert Figures({("ModelLatency", "p95"): 950_000}, 60).latency("p95") == 950
    assert Figures({}, 60).latency("p95") is None


def test_busy_is_the_sum_of_latencies_over_the_time() -> None:
    assert figures(Requests=1, Latency=30_000).busy == 0.5


def test_busy_is_what_sagemaker_bills_where_it_tells() -> None:
    """Also the time of answers that were cut short, and of images whose lines tell no time."""
    assert figures(Requests=1, Latency=30_000, ModelLatency=45_000_000).busy == 0.75
    assert figures(ModelLatency=45_000_000).busy == 0.75
