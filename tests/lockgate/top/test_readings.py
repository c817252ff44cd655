from datetime import timedelta

from lockgate.top.figures import STATISTICS
from lockgate.top.readings import count_unparsable, read_figures, read_requests
from lockgate.top.window import window_until
from lockgate.variant_key import VariantKey
from tests.lockgate.fake_metrics import MINUTE, NOW, FakeMetrics

CHAT = VariantKey("local-chat", "primary")
WINDOW = window_until(NOW, timedelta(minutes=5))


def test_figures_are_those_of_the_variant() -> None:
    cloudwatch = FakeMetrics()
    cloudwatch.put("Requests", 8, *CHAT)
    cloudwatch.put("Requests", 99, "local-chat", "shadow")
    cloudwatch.put("TimeToFirstToken", 120.5, *CHAT, statistic="p95")

    figures = read_figures(cloudwatch, {CHAT: STATISTICS}, WINDOW)[CHAT]

    assert figures.requests == 8
    assert figures.value("TimeToFirstToken", "p95") == 120.5


def test_window_is_one_period() -> None:
    cloudwatch = FakeMetrics()

    read_figures(cloudwatch, {CHAT: STATISTICS}, WINDOW)

    periods = {one["MetricStat"]["Period"] for one in cloudwatch.asked[0]["MetricDataQueries"]}
    assert periods == {300}


def test_requests_are_read_by_the_minute() -> None:
    cloudwatch = FakeMetrics()
    before = MINUTE - timedelta(minutes=15)
    cloudwatch.put("Requests", 3, *CHAT, at=before)

    assert read_requests(cloudwatch, [CHAT], WINDOW.history) == {CHAT: {before: 3}}


def test_unparsable_records_count_whether_their_endpoint_is_known_or_not() -> None:
    cloudwatch = FakeMetrics()
    cloudwatch.put("UnparsableRecords", 2, "local-chat")
    cloudwatch.put("UnparsableRecords", 1)

    assert count_unparsable(cloudwatch, ["local-chat"], WINDOW.span) == 3
