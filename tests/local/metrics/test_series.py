from collections.abc import Iterable

import pytest

from lockgate.local.metrics import series as module
from lockgate.local.metrics.series import Series
from lockgate.local.metrics.statistics import statistic


def put(series: Series, when: float, *values: float) -> None:
    window = series.at(when)
    before = window.distinct()
    for value in values:
        window.add(value)
    series.settle(window, before)


def made(times: Iterable[float], spans: tuple[float, ...] = (10, 60, 300)) -> Series:
    series = Series(spans, "None")
    for time in times:
        put(series, time, time)
    return series


def starts(series: Series) -> list[float]:
    return [start for start, _ in series.between(0, 1e12)]


def test_values_are_in_the_window_of_their_time() -> None:
    series = made([100, 109.9, 110, 95])
    assert [(start, values.total) for start, values in series.between(0, 200)] == [
        (90, 95),
        (100, 209.9),
        (110, 110),
    ]


def test_only_windows_of_the_time_asked_for_are_read() -> None:
    series = made([100, 110, 120])
    assert [start for start, _ in series.between(110, 120)] == [110]


@pytest.mark.parametrize("factor", [60, 3600, 7])
def test_a_start_is_in_its_own_window_whatever_the_time_scale(factor: float) -> None:
    series = made([1_795_306_560.0], spans=(10 / factor, 60 / factor, 60))
    assert starts(series) == [1_795_306_560.0]


def test_of_too_many_windows_the_older_half_becomes_coarser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WINDOWS", 24)
    series = made(range(600, 850, 10))
    assert starts(series) == [600, 660, *range(720, 850, 10)]
    assert sum(values.total for _, values in series.between(0, 1e12)) == sum(range(600, 850, 10))


def test_percentiles_outlive_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WINDOWS", 24)
    _, first = made(range(600, 850, 10)).between(0, 700)[0]
    assert statistic("p50")(first) == pytest.approx(625)


def test_of_too_many_values_the_older_half_becomes_coarser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "VALUES", 2000)
    monkeypatch.setattr(module, "OLD_VALUES", 20)
    series = Series((10, 60, 300), "None")
    for start in range(600, 1500, 10):
        put(series, start, *(start + share / 60 for share in range(60)))
    kept = [values.distinct() for _, values in series.between(0, 1e12)]
    assert sum(kept) <= 2000
    assert sum(values.count for _, values in series.between(0, 1e12)) == 90 * 60


def test_what_is_over_two_weeks_older_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WINDOWS", 4)
    series = made([0, 10, module.FORGET_S + 100])
    for time in range(3):
        put(series, module.FORGET_S + 200 + 10 * time, 1)
    assert 0 not in starts(series)
