from datetime import timedelta

from lockgate.metric_data import Span
from lockgate.replay.function import Minute, ReplayFunction
from lockgate.replay.publishing import publish, settled
from tests.lockgate.replay.samples import NOW, TEN, FakeFunction, minute


def test_minute_that_may_be_on_its_way_is_left_alone() -> None:
    young = Minute(NOW - timedelta(minutes=14), minute(1).key)

    assert settled([minute(1), young], now=NOW) == [minute(1)]


def test_each_hour_publishes_its_own_minutes() -> None:
    function = FakeFunction()
    span = Span(TEN - timedelta(hours=3), TEN)

    count = publish(ReplayFunction(function, "replay"), [minute(5), minute(150)], span)

    assert count == 2
    listed = [[one["minute"] for one in event["publish"]] for event in function.events]
    assert listed == [["2026-11-22T07:30:00Z"], ["2026-11-22T09:55:00Z"]]
