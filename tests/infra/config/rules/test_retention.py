import pytest

from tests.infra.config.conftest import Broken


@pytest.mark.parametrize("what", ["captures", "records"])
@pytest.mark.parametrize("days", [0, -1, 2**31])
def test_time_for_which_s3_keeps_nothing(broken: Broken, what: str, days: int) -> None:
    assert broken(**{what: {"retention_days": days}}) == [
        f"{what}.retention_days  S3 does not keep {what} for {days} days, only for 1 to 2147483647;"
        f" choose a number within them  [{what.upper()}]"
    ]


@pytest.mark.parametrize("what", ["captures", "records"])
def test_a_day_is_enough(broken: Broken, what: str) -> None:
    assert broken(**{what: {"retention_days": 1}}) == []
