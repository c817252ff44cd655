from typing import Any

from infra.config.endpoints.slo import Slo
from lockgate.top.figures import Figures
from lockgate.top.objectives import missed, needed


def slo(**objectives: str) -> Slo:
    values: dict[str, Any] = dict(objectives)
    return Slo.model_validate(values)


def figures(*values: tuple[str, str, float]) -> Figures:
    return Figures({(name, statistic): value for name, statistic, value in values}, 60)


def test_time_above_the_objective_is_missed() -> None:
    slow = figures(("TimeToFirstToken", "p95", 801))

    assert missed(slo(ttft_p95="800ms"), slow) == ["TTFT p95"]


def test_time_at_the_objective_is_met() -> None:
    assert missed(slo(latency_p99="2s"), figures(("Latency", "p99", 2000))) == []


def test_latency_of_aws_images_is_sagemakers() -> None:
    slow = figures(("ModelLatency", "p95", 2_100_000))

    assert missed(slo(latency_p95="2s"), slow) == ["lat. p95"]


def test_without_data_nothing_can_be_told() -> None:
    assert missed(slo(ttft_p95="800ms"), figures()) is None


def test_error_rate_is_that_of_sagemaker() -> None:
    errors = figures(("Invocation5XXErrors", "Sum", 2), ("Invocations", "Sum", 100))

    assert missed(slo(error_rate="1%"), errors) == ["errors"]
    assert missed(slo(error_rate="2%"), errors) == []


def test_failures_of_an_async_endpoint_count() -> None:
    assert missed(slo(error_rate="1%"), figures(("InvocationFailures", "Sum", 1))) == ["errors"]


def test_only_what_an_objective_needs_is_asked_for() -> None:
    names = [(one.metric, one.statistic) for one in needed(slo(ttft_p99="1s"))]

    assert names == [("TimeToFirstToken", "p99")]
    assert list(needed(None)) == []


def test_every_objective_asks_for_something() -> None:
    for key in Slo.model_fields:
        text = "1%" if key == "error_rate" else "1s"
        assert list(needed(slo(**{key: text})))
