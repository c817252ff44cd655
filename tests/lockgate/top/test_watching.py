from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.config.catalogue import instances
from lockgate.project import environment_of, open_project
from lockgate.top.snapshot import Row, Snapshot
from lockgate.top.watching import Watched
from lockgate.top.window import window_until
from tests.lockgate.fake_metrics import MINUTE, NOW, FakeEndpoints, FakeMetrics, serving

SHADOWED = serving("primary", ShadowProductionVariants=serving("shadow")["ProductionVariants"])


def look(metrics: FakeMetrics, **described: dict[str, Any]) -> Snapshot:
    environment = environment_of(open_project(Path.cwd(), only="kinds"), "kinds")
    endpoints = FakeEndpoints(**described)
    watched = Watched("kinds", environment, "eu-west-1", endpoints, metrics)
    return watched.look(window_until(NOW, timedelta(minutes=5)))


def row_of(seen: Snapshot, endpoint: str, variant: str = "primary") -> Row:
    rows = [one for one in seen.rows if one.endpoint == endpoint and one.variant]
    return next(one for one in rows if one.variant and one.variant.name == variant)


def test_every_endpoint_has_a_row_in_the_order_of_the_file(kinds: Path) -> None:
    seen = look(FakeMetrics(), kinds_pair=serving("a", "b"))

    assert [one.endpoint for one in seen.rows] == ["chat", "pair", "pair", "later", "burst", "many"]
    assert seen.rows[0].status == "not deployed"


def test_figures_are_those_of_each_variant(kinds: Path) -> None:
    metrics = FakeMetrics()
    metrics.put("Requests", 8, "kinds-chat", "primary")
    metrics.put("Requests", 3, "kinds-chat", "shadow")

    seen = look(metrics, kinds_chat=SHADOWED)

    assert row_of(seen, "chat").figures.requests == 8
    assert row_of(seen, "chat", "shadow").figures.requests == 3


def test_price_is_that_of_the_instances_that_run(kinds: Path) -> None:
    seen = look(FakeMetrics(), kinds_chat=serving("primary", count=3))

    assert row_of(seen, "chat").usd_per_hour == pytest.approx(
        3 * (instances()["ml.m5.large"].price_usd_per_hour or 0)
    )


def test_endpoint_that_is_not_deployed_has_no_price(kinds: Path) -> None:
    assert look(FakeMetrics()).rows[0].usd_per_hour is None


def test_newest_minute_is_that_of_any_variant(kinds: Path) -> None:
    metrics = FakeMetrics()
    metrics.put("Requests", 1, "kinds-chat", "primary", at=MINUTE - timedelta(minutes=3))

    seen = look(metrics, kinds_chat=serving("primary"))

    assert seen.newest == MINUTE - timedelta(minutes=3)
    assert row_of(seen, "chat").history[-4:] == [1, None, None, None]


def test_objectives_of_a_shadow_are_not_judged(kinds: Path) -> None:
    path = kinds / "environments" / "kinds.yaml"
    path.write_text(path.read_text().replace("shadow: {", "slo: {ttft_p95: 1s}, shadow: {"))

    seen = look(FakeMetrics(), kinds_chat=SHADOWED)

    assert row_of(seen, "chat").has_objectives
    assert not row_of(seen, "chat", "shadow").has_objectives


def test_variant_that_the_file_does_not_name_has_no_price(kinds: Path) -> None:
    seen = look(FakeMetrics(), kinds_chat=serving("old"))

    assert row_of(seen, "chat", "old").usd_per_hour is None


def test_prices_have_their_days(kinds: Path) -> None:
    assert look(FakeMetrics()).prices_read == ["2026-02-15", "2026-09-27"]
