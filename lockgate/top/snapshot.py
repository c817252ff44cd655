"""One look at all endpoints of an environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from infra.config.naming import endpoint_name
from infra.config.prices import price_date, usd_per_hour
from lockgate.metric_data import Series, Span
from lockgate.top.deployed import DeployedEndpoint, DeployedVariant, describe
from lockgate.top.figures import STATISTICS, Figures
from lockgate.top.objectives import missed, needed
from lockgate.top.readings import count_unparsable, read_figures, read_requests
from lockgate.top.window import MINUTE, Window
from lockgate.variant_key import VariantKey

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint
    from infra.config.environment import Environment


@dataclass(frozen=True)
class Row:
    """One variant of one endpoint, or an endpoint that serves with none."""

    endpoint: str
    kind: str
    status: str
    """SageMaker's, of the whole endpoint."""
    variant: DeployedVariant | None
    is_only: bool
    """Whether the endpoint has no other variant."""
    figures: Figures
    history: list[float | None]
    """Requests of each minute of the sparkline."""
    usd_per_hour: float | None
    """Estimated price as it stands; None where it is unknown."""
    has_objectives: bool
    missed: list[str] | None
    """Objectives that the window misses; None where nothing can be told."""

    @property
    def usd_per_million(self) -> float | None:
        """Estimated price of a million completion tokens, at the window's rate."""
        tokens_per_s = self.figures.tokens_per_s
        if self.usd_per_hour is None or not tokens_per_s:
            return None
        return self.usd_per_hour / (tokens_per_s * 3600) * 1e6


@dataclass(frozen=True)
class Snapshot:
    """What the table shows."""

    environment: str
    place: str
    """Where it runs, in words."""
    window: Window
    rows: list[Row]
    newest: datetime | None
    """The last minute that has data, if any of the sparkline's has."""
    unparsable: int
    """Records of the window that the pipeline could not read."""
    prices_read: list[str]
    """Days on which the prices were read, the first one first."""


@dataclass(frozen=True)
class Watched:
    """An environment, and the clients that see it."""

    name: str
    environment: Environment
    place: str
    sagemaker: Any
    cloudwatch: Any

    def look(self, window: Window) -> Snapshot:
        """Ask AWS for everything.

        Raises:
            CommandError: CloudWatch could not read a metric.
            ClientError: AWS refused.
        """
        names = {name: endpoint_name(self.name, name) for name in self.environment.endpoints}
        deployed = {name: describe(self.sagemaker, full) for name, full in names.items()}
        wanted = {
            VariantKey(names[name], variant.name): (
                *STATISTICS,
                *needed(self.environment.endpoints[name].slo),
            )
            for name, endpoint in deployed.items()
            for variant in endpoint.variants
        }
        figures = read_figures(self.cloudwatch, wanted, window)
        requests = read_requests(self.cloudwatch, list(wanted), window.history)
        unparsable = count_unparsable(self.cloudwatch, list(names.values()), window.span)
        rows = [
            self._row(name, endpoint, variant, figures, requests, window)
            for name, endpoint in deployed.items()
            for variant in endpoint.variants or (None,)
        ]
        newest = max((max(series) for series in requests.values() if series), default=None)
        return Snapshot(
            self.name, self.place, window, rows, newest, unparsable, self._prices_read()
        )

    def _prices_read(self) -> list[str]:
        dates = {price_date(endpoint) for endpoint in self.environment.endpoints.values()}
        return sorted(date for date in dates if date)

    def _row(
        self,
        name: str,
        deployed: DeployedEndpoint,
        variant: DeployedVariant | None,
        figures: Mapping[VariantKey, Figures],
        requests: Mapping[VariantKey, Series],
        window: Window,
    ) -> Row:
        endpoint = self.environment.endpoints[name]
        key = VariantKey(endpoint_name(self.name, name), variant.name if variant else "")
        known = figures.get(key, Figures({}, window.elapsed_s))
        watched = endpoint.slo if variant and not variant.is_shadow else None
        return Row(
            name,
            endpoint.kind,
            deployed.status,
            variant,
            is_only=len(deployed.variants) < 2,
            figures=known,
            history=by_minute(requests.get(key, {}), window.history),
            usd_per_hour=price(endpoint, variant, known),
            has_objectives=watched is not None,
            missed=missed(watched, known) if watched else None,
        )


def price(endpoint: Endpoint, variant: DeployedVariant | None, figures: Figures) -> float | None:
    """Estimate what a variant costs an hour as it stands; None where it is not deployed."""
    if variant is None:
        return None
    return usd_per_hour(endpoint, {variant.name: variant.count}, busy=figures.busy)


def by_minute(series: Series, span: Span) -> list[float | None]:
    """Return the value of each minute of a span."""
    minutes = span.seconds // 60
    return [series.get(span.start + number * MINUTE) for number in range(minutes)]
