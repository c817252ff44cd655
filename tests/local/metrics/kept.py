"""A store with known metrics, for tests."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lockgate.local.metrics.store import MetricStore, metric
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import REAL_TIME

SCOPE = Scope("000000000000", "eu-west-1")
NOON = 1_800_000_000
CHAT = {"EndpointName": "chat", "VariantName": "primary"}


def moment(seconds: float) -> datetime:
    """A time after noon."""
    return datetime.fromtimestamp(NOON + seconds, UTC)


class Kept:
    """Keeps values of metrics in the namespace Lockgate, from noon on."""

    def __init__(self) -> None:
        self.store = MetricStore(REAL_TIME, clock=lambda: NOON + 3600)

    def put(self, name: str, *values: float, at: float = 0, of: Mapping[str, str] = CHAT) -> None:
        """Keep values; `at` is in seconds after noon."""
        for value in values:
            self.store.add(
                SCOPE,
                metric("Lockgate", name, of),
                NOON + at,
                lambda kept, value=value: kept.add(value),  # type: ignore[misc]
                unit="Count",
            )


def span(minutes: float = 5, start: float = 0) -> dict[str, Any]:
    """StartTime and EndTime, from `start` seconds after noon on."""
    return {"StartTime": moment(start), "EndTime": moment(start + 60 * minutes)}


def dimensions(of: Mapping[str, str] = CHAT) -> list[dict[str, str]]:
    """Dimensions as requests have them."""
    return [{"Name": name, "Value": value} for name, value in of.items()]
