import pytest

from lockgate.local.containers.slot import LONGEST_DELAY_S, delay_after


@pytest.mark.parametrize(
    ("crashes", "seconds"), [(1, 0), (2, 1), (3, 2), (4, 4), (8, LONGEST_DELAY_S), (10_000, 60)]
)
def test_delay_grows_with_crashes_in_a_row(crashes: int, seconds: float) -> None:
    assert delay_after(crashes) == seconds
