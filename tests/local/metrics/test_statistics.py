import random
import statistics

import pytest

from lockgate.local.metrics.statistics import StatisticError, statistic
from lockgate.local.metrics.values import Values, rounded


def of(*samples: tuple[float, float]) -> Values:
    values = Values()
    values.add_samples(samples)
    return values


HUNDRED = of(*((float(number), 1.0) for number in range(1, 101)))
WEIGHTED = of((10.0, 8.0), (20.0, 1.0), (100.0, 1.0))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SampleCount", 100),
        ("Sum", 5050),
        ("Average", 50.5),
        ("Minimum", 1),
        ("Maximum", 100),
        ("p0", 1),
        ("p50", 50.5),
        ("p99", 99.01),
        ("p100", 100),
        ("PR(:80)", 80),
        ("PR(80:)", 20),
        ("PR(10:30)", 20),
        ("TM(10%:90%)", 50.5),
        ("tm90", 45.5),
        ("IQM", 50.5),
        ("TM(:3)", 2),
        ("TC(0.5:3)", 3),
        ("tc90", 90),
        ("TS(80%:)", sum(range(81, 101))),
        ("ts10", 55),
        ("WM(10%:90%)", 50.5),
        ("WM(:50)", (sum(range(1, 51)) + 50 * 50) / 100),
    ],
)
def test_statistics_of_one_to_a_hundred(name: str, expected: float) -> None:
    assert statistic(name)(HUNDRED) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("p50", 10), ("p80", 12), ("p100", 100), ("PR(:10)", 80), ("PR(10:)", 20), ("tm90", 100 / 9)],
)
def test_counts_weigh(name: str, expected: float) -> None:
    assert statistic(name)(WEIGHTED) == pytest.approx(expected)


@pytest.mark.parametrize("percent", [50, 90, 95, 99])
def test_percentiles_of_buckets_are_within_a_hundredth(percent: int) -> None:
    numbers = random.Random(7)  # noqa: S311 - no secret
    exact = [numbers.lognormvariate(5, 1) for _ in range(20_000)]
    bucketed = of(*((rounded(value, 0.009), 1.0) for value in exact))
    inclusive = statistics.quantiles(exact, n=100, method="inclusive")[percent - 1]
    assert statistic(f"p{percent}")(bucketed) == pytest.approx(inclusive, rel=0.01)


@pytest.mark.parametrize("name", ["p95", "PR(:5)", "tm90"])
def test_statistic_sets_and_negative_values_have_no_percentiles(name: str) -> None:
    whole = Values()
    whole.add_set(2, 5, 1, 4)
    assert statistic(name)(whole) is None
    assert statistic(name)(of((-1.0, 1.0))) is None


def test_without_values_there_is_no_statistic() -> None:
    assert statistic("Sum")(Values()) is None


@pytest.mark.parametrize(
    "name",
    ["p101", "sum", "PR(10%:)", "PR(:)", "PR(5:5)", "TM(10:90%)", "TM(:101%)", "median", "tm101"],
)
def test_what_is_no_statistic_is_named(name: str) -> None:
    with pytest.raises(StatisticError) as raised:
        statistic(name)
    assert str(raised.value).startswith(f"The value {name} for parameter Stat is not supported")
