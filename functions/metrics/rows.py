"""Figures of a minute as an operator reads them."""

from typing import Any

from functions.emf import Distribution

from .aggregate import Aggregate, Key
from .cell import Cell
from .replay_request import written

COUNTS = {
    "requests": "Requests",
    "client_errors": "ClientErrors",
    "throttles": "Throttles",
    "timeouts": "Timeouts",
    "server_errors": "ServerErrors",
    "cancelled": "Cancelled",
    "prompt_tokens": "PromptTokens",
    "completion_tokens": "CompletionTokens",
}
DISTRIBUTIONS = {
    "ttft_ms": "TimeToFirstToken",
    "tpot_ms": "TimePerOutputToken",
    "latency_ms": "Latency",
}
PERCENTILES = (50, 95, 99)


def rows(aggregate: Aggregate) -> list[dict[str, Any]]:
    """One row for each minute of a variant, by minute, endpoint and variant."""
    groups = sorted(aggregate.groups().items(), key=lambda item: (item[0].minute, item[0].place))
    return [_row(key, group.whole()) for key, group in groups]


def _row(key: Key, cell: Cell) -> dict[str, Any]:
    return {
        "minute": written(key.minute),
        "endpoint": key.place.endpoint,
        "variant": key.place.variant,
        **{name: cell.counts[metric] for name, metric in COUNTS.items()},
        **{
            name: _percentiles(cell.distributions.get(metric))
            for name, metric in DISTRIBUTIONS.items()
        },
    }


def _percentiles(distribution: Distribution | None) -> dict[str, float] | None:
    if distribution is None:
        return None
    return {f"p{each}": round(distribution.percentile(each), 3) for each in PERCENTILES}
