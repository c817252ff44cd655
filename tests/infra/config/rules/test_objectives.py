import pytest

from infra.config.rules.objectives import FASTEST_BURN, HIGHEST_RATE
from tests.infra.config.conftest import Found
from tests.infra.config.samples import (
    Tree,
    async_endpoint,
    large_endpoint,
    multi_model_endpoint,
    neuron_endpoint,
    serverless_endpoint,
    small_endpoint,
)

ALL = {"ttft_p95": "800ms", "ttft_p99": "2s", "latency_p95": "10s", "latency_p99": "10s"}


def test_objectives_that_can_be_measured_and_missed(found: Found) -> None:
    assert found(small_endpoint(slo={**ALL, "error_rate": "1%"})) == []


@pytest.mark.parametrize(
    "endpoint", [async_endpoint(), serverless_endpoint(), multi_model_endpoint(), large_endpoint()]
)
def test_latency_and_errors_can_be_measured_of_any_kind(found: Found, endpoint: Tree) -> None:
    assert found({**endpoint, "slo": {"latency_p95": "10s", "error_rate": "0.1%"}}) == []


def test_no_objective(found: Found) -> None:
    assert found(small_endpoint(slo={})) == [
        "slo  no objective is named; add one, as latency_p95, or remove slo  [SLO]"
    ]


@pytest.mark.parametrize(
    ("endpoint", "kind"),
    [
        (async_endpoint(), "an async"),
        (serverless_endpoint(), "a serverless"),
        (multi_model_endpoint(), "a multi-model"),
    ],
)
def test_first_token_of_a_kind_that_does_not_stream(
    found: Found, endpoint: Tree, kind: str
) -> None:
    assert found({**endpoint, "slo": {"ttft_p99": "1s"}}) == [
        f"slo.ttft_p99  {kind} endpoint does not stream, so no first token can be timed; use "
        "latency_p99, or kind: realtime  [SLO]"
    ]


@pytest.mark.parametrize(
    ("endpoint", "runs"),
    [
        (large_endpoint(), "large@1 runs in AWS's image vllm"),
        (neuron_endpoint(), "neuron@1 runs in AWS's image huggingface-vllm-neuronx"),
    ],
)
def test_first_token_that_an_image_does_not_tell_of(
    found: Found, endpoint: Tree, runs: str
) -> None:
    assert found({**endpoint, "slo": {"ttft_p95": "1s"}}) == [
        f"slo.ttft_p95  {runs}, whose log lines do not tell when the first token came, so nothing "
        "would be watched; use latency_p95, or a release in a container of the project  [SLO]"
    ]


@pytest.mark.parametrize(
    ("endpoint", "time", "longest"),
    [
        (small_endpoint(), "0s", "8m"),
        (small_endpoint(), "8m", "8m"),
        (multi_model_endpoint(), "2m", "1m"),
        (serverless_endpoint(), "1m", "1m"),
        (async_endpoint(), "2h", "1h"),
    ],
)
def test_time_that_every_request_misses_or_none(
    found: Found, endpoint: Tree, time: str, longest: str
) -> None:
    assert found({**endpoint, "slo": {"latency_p95": time}}) == [
        f"slo.latency_p95  {time} tells nothing: requests take between 1ms and {longest}; choose "
        f"at least 1ms and less than {longest}  [SLO]"
    ]


@pytest.mark.parametrize("what", ["ttft", "latency"])
def test_more_requests_are_promised_a_better_answer(found: Found, what: str) -> None:
    assert found(small_endpoint(slo={f"{what}_p95": "2s", f"{what}_p99": "1s"})) == [
        f"slo.{what}_p99  1s is less than the 2s of {what}_p95, which could never be missed alone; "
        f"set 2s or more, or remove {what}_p95  [SLO]"
    ]


@pytest.mark.parametrize("rate", ["0%", "7%", "100%"])
def test_rate_that_no_alarm_can_watch(found: Found, rate: str) -> None:
    assert found(small_endpoint(slo={"error_rate": rate})) == [
        f"slo.error_rate  {rate[:-1]} % is no rate to watch: alarms ring at 14.4 times the rate, "
        "which must be more than 0 % and less than 100 %; choose more than 0% and at most 6.9%  "
        "[SLO]"
    ]


def test_highest_rate_leaves_room_for_the_fastest_burn() -> None:
    assert FASTEST_BURN * HIGHEST_RATE < 100 <= FASTEST_BURN * (HIGHEST_RATE + 0.1)


def test_shadow_need_not_tell_of_first_tokens(found: Found) -> None:
    shadow = {"model": "large@1", "instance": "ml.g6.2xlarge"}
    texts = found(small_endpoint(slo={"ttft_p95": "1s"}, shadow=shadow))
    assert [text for text in texts if "[SLO]" in text] == []
