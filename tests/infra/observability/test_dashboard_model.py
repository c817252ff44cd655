import pytest

from infra.config.inference_metrics import UNITS
from tests.infra.config.samples import (
    Tree,
    async_endpoint,
    multi_model_endpoint,
    neuron_endpoint,
    serverless_endpoint,
    small_endpoint,
)
from tests.infra.observability.boards import board, graphs, metrics


@pytest.mark.parametrize(
    ("tree", "streams"),
    [
        (small_endpoint(), True),
        (neuron_endpoint(), True),
        (async_endpoint(), False),
        (serverless_endpoint(), False),
        (multi_model_endpoint(), False),
    ],
)
def test_first_token_is_shown_where_answers_are_streamed(tree: Tree, streams: bool) -> None:
    assert ("TimeToFirstToken" in metrics(board(chat=tree))) == streams


def test_every_metric_of_ours_is_shown() -> None:
    assert set(UNITS) <= metrics(board(chat=small_endpoint()))


@pytest.mark.parametrize("title", ["Time to first token", "Time per output token"])
def test_percentiles(title: str) -> None:
    lines = graphs(board(chat=small_endpoint()))[title]
    assert [line[-1]["stat"] for line in lines] == ["p50", "p95", "p99"]


def test_tokens_per_second_do_not_depend_on_the_period() -> None:
    rate, tokens, _ = graphs(board(chat=small_endpoint()))["Tokens per second"]
    assert rate[0]["expression"] == "m0_tokens / PERIOD(m0_tokens)"
    assert (tokens[1], tokens[-1]["stat"]) == ("CompletionTokens", "Sum")


def test_tokens_per_request() -> None:
    lines = graphs(board(chat=small_endpoint()))["Tokens per request"]
    assert [line[0]["expression"] for line in lines if len(line) == 1] == [
        "m0_tokens / m0_requests",
        "m1_tokens / m1_requests",
    ]


@pytest.mark.parametrize("captured", [True, False])
def test_answers_are_judged_where_they_are_captured(captured: bool) -> None:
    tree = small_endpoint(capture={"percent": 100}) if captured else small_endpoint()
    assert ("Refusals" in metrics(board(chat=tree))) == captured
