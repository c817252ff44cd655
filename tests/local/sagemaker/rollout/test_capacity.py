import pytest

from lockgate.local.sagemaker.rollout.capacity import CapacitySize, Portion, batch, portion


def instances(value: int) -> CapacitySize:
    return {"Type": "INSTANCE_COUNT", "Value": value}


def percent(value: int) -> CapacitySize:
    return {"Type": "CAPACITY_PERCENT", "Value": value}


def test_a_number_of_instances_takes_its_share_of_the_fleet() -> None:
    assert portion(instances(1), 4) == Portion(0.25, 1)


def test_a_percentage_is_the_share_itself_and_whole_instances() -> None:
    assert portion(percent(10), 4) == Portion(0.1, 1)


def test_several_steps_add_up_to_all_at_most() -> None:
    assert portion(percent(33), 3, times=2) == Portion(0.66, 2)
    assert portion(percent(40), 5, times=3) == Portion(1.0, 5)


def test_rounding_errors_make_no_further_instance() -> None:
    assert portion(percent(10), 10, times=3).instances == 3


def test_a_variant_without_instances_gives_all_its_traffic_at_once() -> None:
    assert portion(instances(1), 0) == Portion(1.0, 0)


@pytest.mark.parametrize(
    ("size", "count", "expected"),
    [(instances(2), 10, 2), (percent(50), 5, 2), (percent(5), 3, 1)],
)
def test_a_rolling_batch_is_within_its_size_but_never_empty(
    size: CapacitySize, count: int, expected: int
) -> None:
    assert batch(size, count) == expected
