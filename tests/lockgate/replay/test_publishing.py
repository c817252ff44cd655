from datetime import timedelta

from infra.observability.metrics_function import BATCHES
from lockgate.metric_data import Span
from lockgate.replay.function import Minute, ReplayFunction
from lockgate.replay.publishing import SETTLED, publish, settled
from tests.lockgate.replay.samples import NOW, TEN, FakeFunction, minute


def test_minute_that_may_be_on_its_way_is_left_alone() -> None:
    old, young = (Minute(NOW - SETTLED + timedelta(minutes=n), minute(1).key) for n in (0, 1))

    assert settled([old, young], now=NOW) == [old]


def test_minute_is_on_its_way_as_long_as_its_batch_may_come_again() -> None:
    assert timedelta(seconds=BATCHES["MaximumRecordAgeInSeconds"]) < SETTLED


def test_each_hour_publishes_its_own_minutes() -> None:
    function = FakeFunction()
    span = Span(TEN - timedelta(hours=3), TEN)

    count = publish(ReplayFunction(function, "replay"), [minute(5), minute(150)], span)

    assert count == 2
    listed = [[one["minute"] for one in event["publish"]] for event in function.events]
    assert listed == [["2026-11-22T07:30:00Z"], ["2026-11-22T09:55:00Z"]]
