import signal
import threading

import pytest

from functions.custom_resource.deadline import ANSWERING_S, OutOfTimeError, in_time
from tests.functions.custom_resource.invocation import Invocation

HALF_MINUTE = Invocation(minutes=ANSWERING_S / 60)


def test_work_ends_while_there_is_time_to_answer() -> None:
    with pytest.raises(OutOfTimeError, match="deploy again"), in_time(HALF_MINUTE):
        threading.Event().wait()


def test_alarm_is_off_once_the_work_is_done() -> None:
    with in_time(Invocation(minutes=15)):
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < left <= 15 * 60 - ANSWERING_S
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_alarm_is_off_once_the_work_has_failed() -> None:
    with pytest.raises(ValueError, match="no"), in_time(Invocation(minutes=15)):
        raise ValueError("no")
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
