"""Alarms of an objective, evaluated as the local AWS does, on requests at known times."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from infra.observability.slo_alarms import SloAlarms
from lockgate.local.alarms.evaluation import evaluate
from lockgate.local.metrics.series_math import Series
from lockgate.local.metrics.statistics import statistic
from lockgate.local.metrics.values import Values
from tests.infra.config.samples import small_endpoint
from tests.infra.observability.boards import find
from tests.infra.observability.conftest import Resources, endpoint, synthesize

NOW = 1_000_000 * 60
MINUTE, HOUR = 60, 3600
FAST, SLOW = ("1Hour", "5Minutes"), ("6Hours", "30Minutes")
Request = tuple[int, float]
"""How long ago, in seconds, and the time to first token, in ms."""


@pytest.fixture(scope="module")
def alarms(topic: str) -> Resources:
    return synthesize(
        lambda stack: SloAlarms(
            stack,
            "chat",
            environment="dev",
            region="eu-west-1",
            endpoint="chat",
            settings=endpoint(small_endpoint(slo={"ttft_p95": "800ms"})),
            find=find,
            topic_arn=topic,
        )
    )


def requests(share_slow: float, *, since: int, until: int = 0, every: int = 10) -> list[Request]:
    """Requests of a time, of which a share is slow."""
    found: list[Request] = []
    slow = 0
    for number, ago in enumerate(range(since, until, -every), start=1):
        is_slow = slow < share_slow * number
        slow += is_slow
        found.append((ago, 2000 if is_slow else 300))
    return found


def ringing(alarms: Resources, happened: Sequence[Request]) -> set[str]:
    """The windows whose alarm rings."""

    def read(*where: Any) -> Series:
        _, _, _, period, name, end = where
        windows: dict[int, Values] = {}
        for ago, value in happened:
            start = end - ((end - (NOW - ago)) // period + 1) * period
            windows.setdefault(start, Values()).add(value)
        known = {start: statistic(name)(values) for start, values in windows.items()}
        return {start: value for start, value in known.items() if value is not None}

    rows: Mapping[str, Any] = {
        key[:-8].split("Over")[1]: row["Properties"]
        for key, row in alarms.items()
        if row["Type"].endswith("::Alarm")
    }
    verdicts = {window: evaluate(alarm, read, now=NOW) for window, alarm in rows.items()}
    return {window for window, each in verdicts.items() if each and each.state == "ALARM"}


def test_objective_that_is_met(alarms: Resources) -> None:
    assert ringing(alarms, requests(0.05, since=6 * HOUR)) == set()


def test_outage_rings_fast(alarms: Resources) -> None:
    happened = [*requests(0.05, since=6 * HOUR, until=HOUR), *requests(1, since=HOUR)]
    assert set(FAST) <= ringing(alarms, happened)


def test_outage_of_ten_minutes_in_a_busy_hour_is_no_alarm_yet(alarms: Resources) -> None:
    happened = [*requests(0.05, since=HOUR, until=600), *requests(1, since=600)]
    assert "1Hour" not in ringing(alarms, happened)


def test_slow_burn_rings_over_the_longer_windows_only(alarms: Resources) -> None:
    assert ringing(alarms, requests(0.4, since=6 * HOUR)) == set(SLOW)


def test_outage_that_is_over_no_longer_rings_fast(alarms: Resources) -> None:
    happened = [*requests(1, since=HOUR, until=600), *requests(0, since=600)]
    found = ringing(alarms, happened)
    assert "1Hour" in found
    assert "5Minutes" not in found


@pytest.mark.parametrize(("count", "rings"), [(2, False), (3, True)])
def test_few_slow_requests_of_a_quiet_night(alarms: Resources, count: int, rings: bool) -> None:
    happened = [(MINUTE * number, 2000.0) for number in range(1, count + 1)]
    assert ("1Hour" in ringing(alarms, happened)) == rings


def test_silence(alarms: Resources) -> None:
    assert ringing(alarms, []) == set()
