import random
from collections.abc import Iterator

import pytest

from lockgate.local.metrics.values import Values, rounded


def of(*values: float) -> Values:
    made = Values()
    for value in values:
        made.add(value)
    return made


def nearest(values: Values, exact: list[float]) -> Iterator[tuple[float, float]]:
    """The kept values, each as often as it is counted, beside what they were."""
    kept = [value for value, count in sorted(values.samples()) for _ in range(int(count))]
    return zip(kept, sorted(exact), strict=True)


def test_equal_values_are_kept_once() -> None:
    values = of(1, 2, 1)
    assert dict(values.samples()) == {1: 2, 2: 1}
    assert (values.count, values.total, values.low, values.high) == (3, 4, 1, 2)


def test_a_set_of_equal_values_is_a_value_with_a_count() -> None:
    values = Values()
    values.add_set(3, 6, 2, 2)
    assert dict(values.samples()) == {2: 3}
    assert values.has_distribution


def test_packed_values_are_all_there_and_take_more() -> None:
    values = of(1, 2, 1)
    values.pack()
    assert dict(values.samples()) == {1: 2, 2: 1}
    values.add(2)
    assert dict(values.samples()) == {1: 2, 2: 2}


def test_merged_values_may_leave_single_ones_out() -> None:
    values = of(1)
    values.merge(of(5, 6), with_samples=False)
    assert (values.count, values.total, values.high, values.has_distribution) == (3, 12, 6, False)


def test_too_many_values_are_taken_together_with_their_near_ones() -> None:
    numbers = random.Random(1)  # noqa: S311 - no secret
    exact = [numbers.uniform(1, 1000) for _ in range(5000)]
    values = of(*exact)
    count, total = values.count, values.total
    values.limit(500)
    assert values.distinct() <= 500
    assert max(abs(kept - value) / value for kept, value in nearest(values, exact)) <= 0.01
    assert (values.count, values.total) == (count, total)


@pytest.mark.parametrize("value", [1e-9, 0.5, 1.0, 99.9, 1e12, -3.0])
def test_rounding_stays_within_its_width(value: float) -> None:
    assert abs(rounded(value, 0.01) - value) <= 0.01 * abs(value) * (1 + 1e-9)


def test_zero_stays_zero() -> None:
    assert rounded(0.0, 0.01) == 0
