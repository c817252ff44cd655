from collections.abc import Mapping

import pytest

from lockgate.replay.comparison import Comparison, compare
from lockgate.replay.function import Computed, Minute
from lockgate.variant_key import VariantKey
from tests.lockgate.fake_metrics import FakeMetrics
from tests.lockgate.replay.samples import CHAT, HOUR, computed, minute


def compared(cloudwatch: FakeMetrics, known: Mapping[Minute, Computed]) -> Comparison:
    [found] = compare(cloudwatch, known, [CHAT], HOUR)
    return found


def published(number: int, **counts: float) -> FakeMetrics:
    cloudwatch = FakeMetrics()
    for name, count in counts.items():
        cloudwatch.put(name, count, *CHAT, at=minute(number).at)
    return cloudwatch


def test_equal_minutes_are_neither_missing_nor_different() -> None:
    known = {minute(5): computed(Requests=3, CompletionTokens=90)}

    found = compared(published(5, Requests=3, CompletionTokens=90), known)

    assert (found.missing, found.differences, found.minutes) == ([], [], 1)


def test_minute_without_requests_in_cloudwatch_is_missing() -> None:
    found = compared(FakeMetrics(), {minute(5): computed(Requests=3)})

    assert found.missing == [minute(5)]


def test_other_figures_are_named() -> None:
    found = compared(
        published(5, Requests=3, CompletionTokens=80),
        {minute(5): computed(Requests=3, CompletionTokens=90)},
    )

    assert [str(one) for one in found.differences] == [
        "2026-11-22T09:55:00Z dev-chat/primary  CompletionTokens: 90 recorded, 80 in CloudWatch"
    ]


def test_minute_that_the_records_lack_is_different() -> None:
    found = compared(published(5, Requests=3), {})

    assert (found.differences[0].recorded, found.differences[0].published) == (0, 3)


def test_time_to_first_token_may_be_off() -> None:
    cloudwatch = published(5, Requests=1)
    cloudwatch.put("TimeToFirstToken", 101, *CHAT, at=minute(5).at, statistic="p95")

    found = compared(cloudwatch, {minute(5): computed(Requests=1, ttft_p95_ms=100)})

    assert found.ttft_off == pytest.approx(0.01)


def test_variant_that_is_not_configured_any_more_is_compared_too() -> None:
    old = VariantKey("dev-chat", "old")

    [found] = compare(FakeMetrics(), {minute(5, old): computed(Requests=1)}, [CHAT], HOUR)

    assert found.key == old


def test_variant_without_requests_is_left_out() -> None:
    assert compare(FakeMetrics(), {}, [CHAT], HOUR) == []
