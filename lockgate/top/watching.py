"""Asks AWS how an environment does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.config.naming import endpoint_name
from infra.config.prices import price_date, served, usd_per_hour
from lockgate.metric_data import Series, Span
from lockgate.top.deployed import DeployedEndpoint, DeployedVariant, describe
from lockgate.top.figures import STATISTICS, Figures, Statistic
from lockgate.top.objectives import missed, needed
from lockgate.top.readings import count_unparsable, read_figures, read_requests
from lockgate.top.snapshot import Row, Snapshot
from lockgate.top.window import MINUTE, Window
from lockgate.variant_key import VariantKey

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint
    from infra.config.environment import Environment


@dataclass(frozen=True)
class Seen:
    """What SageMaker and CloudWatch say; variants by how CloudWatch knows them."""

    deployed: Mapping[str, DeployedEndpoint]
    """By the endpoint's name within its environment."""
    figures: Mapping[VariantKey, Figures]
    requests: Mapping[VariantKey, Series]


@dataclass(frozen=True)
class Watched:
    """An environment, and the clients that see it."""

    name: str
    environment: Environment
    place: str
    """Where it runs, in words."""
    sagemaker: Any
    cloudwatch: Any

    def look(self, window: Window) -> Snapshot:
        """Ask for everything.

        Raises:
            CommandError: CloudWatch could not read a metric.
            ClientError: AWS refused.
        """
        names = [endpoint_name(self.name, name) for name in self.environment.endpoints]
        seen = self._see(window)
        newest = max((max(series) for series in seen.requests.values() if series), default=None)
        return Snapshot(
            self.name,
            self.place,
            window,
            list(self._rows(seen, window)),
            newest,
            count_unparsable(self.cloudwatch, names, window.span),
            prices_read(self.environment),
        )

    def _see(self, window: Window) -> Seen:
        deployed = {
            name: describe(self.sagemaker, endpoint_name(self.name, name))
            for name in self.environment.endpoints
        }
        wanted = dict(self._wanted(deployed))
        return Seen(
            deployed,
            read_figures(self.cloudwatch, wanted, window),
            read_requests(self.cloudwatch, list(wanted), window.history),
        )

    def _wanted(
        self, deployed: Mapping[str, DeployedEndpoint]
    ) -> Iterator[tuple[VariantKey, tuple[Statistic, ...]]]:
        """Yield the variants, each with the statistics that its row needs."""
        for name, endpoint in deployed.items():
            statistics = (*STATISTICS, *needed(self.environment.endpoints[name].slo))
            for variant in endpoint.variants:
                yield VariantKey(endpoint_name(self.name, name), variant.name), statistics

    def _rows(self, seen: Seen, window: Window) -> Iterator[Row]:
        for name, endpoint in seen.deployed.items():
            for variant in endpoint.variants or (None,):
                yield self._row(seen, name, variant, window)

    def _row(self, seen: Seen, name: str, variant: DeployedVariant | None, window: Window) -> Row:
        settings, deployed = self.environment.endpoints[name], seen.deployed[name]
        key = VariantKey(endpoint_name(self.name, name), variant.name if variant else "")
        figures = seen.figures.get(key, Figures({}, window.elapsed_s))
        slo = settings.slo if variant and not variant.is_shadow else None
        return Row(
            name,
            settings.kind,
            deployed.status,
            variant,
            is_only=len(deployed.variants) < 2,
            figures=figures,
            history=by_minute(seen.requests.get(key, {}), window.history),
            usd_per_hour=price(settings, variant, figures),
            has_objectives=slo is not None,
            missed=missed(slo, figures) if slo else None,
        )


def price(endpoint: Endpoint, variant: DeployedVariant | None, figures: Figures) -> float | None:
    """Estimate what a variant costs an hour as it stands; None where the file does not know it."""
    if variant is None or variant.name not in {one.name for one in served(endpoint)}:
        return None
    return usd_per_hour(endpoint, {variant.name: variant.count}, busy=figures.busy)


def prices_read(environment: Environment) -> list[str]:
    """Return the days on which the prices of an environment were read."""
    dates = {price_date(endpoint) for endpoint in environment.endpoints.values()}
    return sorted(date for date in dates if date)


def by_minute(series: Series, span: Span) -> list[float | None]:
    """Return the value of each minute of a span."""
    minutes = span.seconds // 60
    return [series.get(span.start + number * MINUTE) for number in range(minutes)]
