import math

import numpy as np
import pytest

from functions.emf.distribution import MAX_VALUES, Distribution


def of(values: list[float]) -> Distribution:
    distribution = Distribution()
    distribution.add(values)
    return distribution


def lognormal(count: int, *, seed: int = 4, sigma: float = 0.7) -> list[float]:
    values: list[float] = np.random.default_rng(seed).lognormal(5, sigma, count).tolist()
    return values


@pytest.mark.parametrize("percent", [0, 1, 10, 50, 90, 95, 99, 99.9, 100])
@pytest.mark.parametrize("count", [1, 2, 7, 100, 20_000])
def test_percentiles_are_those_of_numpy_within_one_percent(count: int, percent: float) -> None:
    values = lognormal(count)
    assert of(values).percentile(percent) == pytest.approx(np.percentile(values, percent), rel=0.01)


@pytest.mark.parametrize("exponent", range(-12, 13))
def test_each_value_is_within_one_percent_of_its_bucket(exponent: int) -> None:
    for digits in np.linspace(1, 10, 500).tolist():
        value = digits * 10.0**exponent
        distribution = of([value, 1e-20, 1e20])
        assert distribution.pairs()[1][0] == pytest.approx(value, rel=0.01)


def test_zero_stays_zero() -> None:
    assert of([0.0, 0.0, 5.0]).pairs()[0] == (0.0, 2)


def test_whole_numbers_below_and_above_one_do_not_share_a_bucket() -> None:
    assert len(of([0.99, 1.01]).pairs()) == 2


@pytest.mark.parametrize("wrong", [-1.0, 1e38, math.inf])
def test_value_out_of_range_is_refused_and_nothing_is_counted(wrong: float) -> None:
    distribution = Distribution()
    with pytest.raises(ValueError, match=r"values are from .* they must be from 0 to 1e\+38"):
        distribution.add([2.0, wrong])
    assert not distribution


def test_minus_zero_is_zero() -> None:
    assert of([-0.0, 5.0, 0.0]).pairs() == [(0.0, 2), (5.0, 1)]


def test_what_a_float_cannot_tell_from_zero_is_zero() -> None:
    assert of([1e-39, 5.0]).pairs()[0][1] == 1
    assert of([0.0, 1e-39, 5.0]).pairs()[0] == (0.0, 2)


def test_few_values_stand_for_many() -> None:
    values = np.linspace(100, 200, 100_000).tolist()
    assert len(of(values).pairs()) <= 45


def test_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no percentile of nothing"):
        Distribution().percentile(50)


def test_merged_is_as_if_added_at_once() -> None:
    first, second = lognormal(300), lognormal(200, seed=5)
    merged = of(first)
    merged.merge(of(second))
    together = of(first + second)
    assert (merged.pairs(), len(merged)) == (together.pairs(), 500)
    assert merged.total == pytest.approx(together.total)


def test_a_wide_distribution_has_several_parts_of_100_values_at_most() -> None:
    parts = list(of(lognormal(5000)).members())
    assert len(parts) > 1
    assert max(len(part["Values"]) for part in parts) == MAX_VALUES


def test_parts_add_up_to_the_whole() -> None:
    values = lognormal(5000)
    parts = list(of(values).members())
    assert math.fsum(part["Sum"] for part in parts) == pytest.approx(math.fsum(values), rel=1e-12)
    assert sum(part["Count"] for part in parts) == 5000
    assert sum(sum(part["Counts"]) for part in parts) == 5000


def test_least_and_greatest_are_exact() -> None:
    values = lognormal(5000)
    parts = list(of(values).members())
    assert parts[0]["Min"] == min(values)
    assert parts[-1]["Max"] == max(values)


def test_values_lie_between_the_least_and_the_greatest_of_their_part() -> None:
    for part in of(lognormal(5000)).members():
        assert part["Min"] <= min(part["Values"])
        assert max(part["Values"]) <= part["Max"]


def test_one_value_is_exact() -> None:
    assert list(of([123.456]).members()) == [
        {
            "Values": [123.456],
            "Counts": [1],
            "Min": 123.456,
            "Max": 123.456,
            "Sum": pytest.approx(123.456),
            "Count": 1,
        }
    ]


def test_nothing_has_no_parts() -> None:
    assert list(Distribution().members()) == []
