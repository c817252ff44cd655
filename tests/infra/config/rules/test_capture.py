import pytest

from tests.infra.config.conftest import Broken


@pytest.mark.parametrize("percent", [-1, 101])
def test_share_outside_0_to_100(broken_small: Broken, percent: int) -> None:
    assert broken_small(capture={"percent": percent}) == [
        f"endpoints.chat.capture.percent  {percent} % is not a share of the invocations, 0 to 100 "
        "%; choose one  [CAP-01]"
    ]


def test_error_rate_that_is_none(broken_small: Broken) -> None:
    assert broken_small(alarms={"error_rate_percent": 100}) == [
        "endpoints.chat.alarms.error_rate_percent  100 % is no limit for an error rate: the "
        "alarm would be always or never on; choose at least 0 and less than 100  [ALARM]"
    ]


def test_latency_that_every_invocation_exceeds(broken_small: Broken) -> None:
    assert broken_small(alarms={"p99_latency": "0s"}) == [
        "endpoints.chat.alarms.p99_latency  every invocation takes longer than 0s; choose a "
        "longer time  [ALARM]"
    ]
