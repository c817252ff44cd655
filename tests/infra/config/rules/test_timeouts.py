from tests.infra.config.conftest import Broken


def test_download_timeout_outside_the_limits(broken_small: Broken) -> None:
    assert broken_small(download_timeout="2h") == [
        "endpoints.chat.download_timeout  2h is not a whole number of seconds from 1m to 1h; "
        "choose a time within them  [RT-TMO-01]"
    ]


def test_startup_timeout_outside_the_limits(broken_small: Broken) -> None:
    assert broken_small(startup_timeout="59s") == [
        "endpoints.chat.startup_timeout  59s is not a whole number of seconds from 1m to 1h; "
        "choose a time within them  [RT-TMO-02]"
    ]


def test_timeout_that_is_no_whole_number_of_seconds(broken_small: Broken) -> None:
    assert broken_small(startup_timeout="60500ms") == [
        "endpoints.chat.startup_timeout  60500ms is not a whole number of seconds from 1m to 1h; "
        "choose a time within them  [RT-TMO-02]"
    ]


def test_timeouts_at_the_limits_are_allowed(broken_small: Broken) -> None:
    assert broken_small(startup_timeout="1h", download_timeout="60s") == []


def test_latency_alarm_that_no_invocation_reaches(broken_small: Broken) -> None:
    assert broken_small(alarms={"p99_latency": "8m"}) == [
        "endpoints.chat.alarms.p99_latency  no invocation lasts 8m: SageMaker ends plain ones "
        "after 60s and streams after 8m, so the alarm would never fire; choose less than 8m  "
        "[RT-TIME-01]"
    ]
