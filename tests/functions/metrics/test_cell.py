from datetime import UTC, datetime
from typing import Any

import pytest

from functions.metrics.cell import Cell
from functions.metrics.names import OF_MODELS, UNITS
from functions.metrics.record import Inference


def inference(**fields: Any) -> Inference:
    return Inference(datetime(2026, 11, 22, tzinfo=UTC), **fields)


def succeeded(**fields: Any) -> Cell:
    cell = Cell()
    cell.add_succeeded([inference(status=200, **fields)])
    return cell


def counts(cell: Cell) -> dict[str, int]:
    return {name: count for name, count in cell.counts.items() if count}


@pytest.mark.parametrize(
    ("status", "metric"),
    [
        (400, "ClientErrors"),
        (404, "ClientErrors"),
        (424, "ClientErrors"),
        (408, "Timeouts"),
        (504, "Timeouts"),
        (429, "Throttles"),
        (503, "Throttles"),
        (499, "Cancelled"),
        (500, "ServerErrors"),
        (507, "ServerErrors"),
    ],
)
def test_failure_is_counted_by_its_class(status: int, metric: str) -> None:
    cell = Cell()
    cell.add_failed([inference(status=status, finish_reason="error", latency_ms=5.0)])
    assert counts(cell) == {"Requests": 1, metric: 1}
    assert "Latency" not in cell.distributions


@pytest.mark.parametrize(
    ("reason", "metric"),
    [
        ("stop", "FinishReasonStop"),
        ("eos_token", "FinishReasonStop"),
        ("stop_sequence", "FinishReasonStop"),
        ("length", "FinishReasonLength"),
        ("tool_calls", "FinishReasonOther"),
        ("cancelled", "Cancelled"),
        ("error", "ServerErrors"),
    ],
)
def test_answer_is_counted_by_its_finish_reason(reason: str, metric: str) -> None:
    assert counts(succeeded(finish_reason=reason)) == {"Requests": 1, metric: 1}


@pytest.mark.parametrize("reason", ["cancelled", "error"])
def test_answer_that_was_cut_short_has_no_latency(reason: str) -> None:
    cell = succeeded(
        finish_reason=reason, latency_ms=90.0, completion_tokens=3, ttft_ms=5.0, prompt_tokens=7
    )
    assert cell.distributions.keys() == {"TimeToFirstToken"}
    assert (cell.counts["PromptTokens"], cell.counts["CompletionTokens"]) == (7, 3)


def test_failure_has_its_tokens_and_its_time_in_the_queue() -> None:
    cell = Cell()
    cell.add_failed([inference(status=504, prompt_tokens=7, queue_ms=30_000.0)])
    assert cell.counts["PromptTokens"] == 7
    assert cell.distributions["QueueTime"].high == 30_000


def test_error_that_a_failed_stream_sends_is_no_first_token() -> None:
    cell = Cell()
    cell.add_failed([inference(status=429, stream=True, ttft_ms=0.4, tpot_ms=0.1)])
    assert cell.distributions == {}


def test_what_is_not_known_is_in_no_distribution() -> None:
    assert succeeded().distributions == {}


def test_speed_is_tokens_over_the_whole_latency() -> None:
    cell = succeeded(completion_tokens=50, latency_ms=2000.0)
    assert cell.distributions["TokensPerSecond"].high == 25


@pytest.mark.parametrize(
    "fields",
    [
        {"latency_ms": 0.0, "completion_tokens": 5},
        {"latency_ms": 1e-40, "completion_tokens": 5},
        {"latency_ms": 5e-324, "completion_tokens": 10**9},
        {"latency_ms": 5.0},
        {"latency_ms": 5.0, "completion_tokens": 0},
    ],
)
def test_without_time_or_tokens_there_is_no_speed(fields: dict[str, Any]) -> None:
    assert "TokensPerSecond" not in succeeded(**fields).distributions


def test_merged_cells_add_up() -> None:
    whole = Cell.merged([succeeded(latency_ms=1.0), succeeded(latency_ms=2.0, prompt_tokens=3)])
    assert counts(whole) == {"Requests": 2, "PromptTokens": 3}
    assert len(whole.distributions["Latency"]) == 2


def test_merging_leaves_the_parts_alone() -> None:
    part = succeeded(latency_ms=1.0)
    whole = Cell.merged([part])
    whole.add_succeeded([inference(status=200, latency_ms=9.0)])
    assert (part.counts["Requests"], len(part.distributions["Latency"])) == (1, 1)


def test_metrics_are_those_asked_for_that_are_there() -> None:
    cell = succeeded(finish_reason="stop", queue_ms=1.0)
    assert cell.metrics(UNITS).keys() == {"Requests", "FinishReasonStop", "QueueTime"}
    assert cell.metrics(OF_MODELS).keys() == {"Requests"}
