from typing import Any

import pytest

from lockgate.local.emf.values import value_of
from lockgate.local.metrics.values import Values


def kept(target: Any) -> Values:
    values = Values()
    value_of(target)(values)
    return values


def test_an_array_is_as_many_values() -> None:
    values = kept([1, 2, 2])
    assert dict(values.samples()) == {1: 1, 2: 2}
    assert (values.count, values.total) == (3, 5)


def test_values_have_counts() -> None:
    values = kept({"Values": [10, 20], "Counts": [3, 1]})
    assert (values.count, values.total, values.low, values.high) == (4, 50, 10, 20)


def test_given_bounds_and_sums_are_kept_exactly() -> None:
    bounds = {"Min": 9.9, "Max": 20.1, "Sum": 50.5, "Count": 4}
    values = kept({"Values": [10, 20], "Counts": [3, 1], **bounds})
    assert (values.total, values.low, values.high) == (50.5, 9.9, 20.1)
    assert dict(values.samples()) == {10: 3, 20: 1}


def test_a_set_has_no_single_values() -> None:
    values = kept({"Count": 2, "Sum": 30, "Min": 10, "Max": 20})
    assert (values.count, values.total, values.has_distribution) == (2, 30, False)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("fast", "the value is 'fast', no number"),
        (True, "the value is True, no number"),
        (None, "the value is None, no number"),
        (1e300, r"the value is beyond 2\^360"),
        ([], "the array has 0 members; 1 to 100 numbers fit"),
        ([1] * 101, "the array has 101 members"),
        ([1, "2"], "a member of the array is '2', no number"),
        ({"Values": 3}, "Values has no array"),
        ({"Values": [1, 2], "Counts": [1]}, "there are 2 Values and 1 Counts"),
        ({"Values": [1], "Counts": [0]}, "Counts must be more than 0"),
        ({"Values": [1], "Counts": [2], "Count": 3}, "Count is 3, and Counts add up to 2"),
        ({"Count": 1, "Sum": 2, "Min": 1}, "it lacks Max"),
        ({"Count": 0, "Sum": 0, "Min": 0, "Max": 0}, "Count must be more than 0"),
    ],
)
def test_what_is_no_value_is_refused(target: Any, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        value_of(target)
