"""The figures of metrics that were put into the CloudWatch of a local AWS."""

from datetime import UTC, datetime, timedelta

import pytest

from lockgate.top.figures import STATISTICS
from lockgate.top.readings import count_unparsable, read_figures, read_requests
from lockgate.top.window import window_until
from lockgate.variant_key import VariantKey
from tests.local.conftest import LocalAws

pytestmark = pytest.mark.local_aws
FIVE = timedelta(minutes=5)


def put(aws: LocalAws, name: str, at: datetime, values: list[float], *where: str) -> None:
    names = ("EndpointName", "VariantName")
    dimensions = [{"Name": n, "Value": v} for n, v in zip(names, where, strict=False)]
    datum = {"MetricName": name, "Dimensions": dimensions, "Timestamp": at, "Values": values}
    aws.client("cloudwatch").put_metric_data(Namespace="Lockgate", MetricData=[datum])


def test_percentiles_are_those_of_all_minutes_of_the_window(aws: LocalAws) -> None:
    chat = VariantKey("local-percentiles", "primary")
    window = window_until(datetime.now(UTC), FIVE)
    for minute in range(5):
        at = window.span.start + timedelta(minutes=minute)
        put(aws, "TimeToFirstToken", at, [100.0 * minute + one for one in range(100)], *chat)
    outside = window.span.start - timedelta(minutes=1)
    put(aws, "TimeToFirstToken", outside, [1e6] * 100, *chat)

    figures = read_figures(aws.client("cloudwatch"), {chat: STATISTICS}, window)[chat]

    # Of 0 to 499, with one value for each.
    assert figures.value("TimeToFirstToken", "p50") == pytest.approx(249.5, rel=0.01)
    assert figures.value("TimeToFirstToken", "p95") == pytest.approx(474, rel=0.01)


def test_requests_add_up_over_the_window_and_stand_in_their_minutes(aws: LocalAws) -> None:
    chat = VariantKey("local-sums", "primary")
    window = window_until(datetime.now(UTC), FIVE)
    minutes = [window.span.start + timedelta(minutes=number) for number in (0, 3)]
    for at in minutes:
        put(aws, "Requests", at, [4.0], *chat)
    cloudwatch = aws.client("cloudwatch")

    figures = read_figures(cloudwatch, {chat: STATISTICS}, window)[chat]
    history = read_requests(cloudwatch, [chat], window.history)[chat]

    assert figures.requests == 8
    assert history == dict.fromkeys(minutes, 4)


def test_unparsable_records_of_unknown_endpoints_are_counted_once(aws: LocalAws) -> None:
    window = window_until(datetime.now(UTC), FIVE)
    put(aws, "UnparsableRecords", window.span.start, [2.0], "local-unread")
    put(aws, "UnparsableRecords", window.span.start, [1.0])

    assert count_unparsable(aws.client("cloudwatch"), ["local-unread"], window.span) == 3
