"""Retention of log events in MiniStack's CloudWatch Logs, imported here as it is in the server."""

import json
from typing import Any

import pytest

from lockgate.local.ministack import log_retention as module
from lockgate.local.ministack.log_events import LogEvents
from lockgate.local.ministack.log_retention import LogRetention
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import REAL_TIME, TimeScale

SCOPE = Scope("000000000000", "eu-west-1")
WHERE = {"logGroupName": "group", "logStreamName": "stream"}
DAY_MS = 86_400_000
NOW_MS = 10_000_000_000_000
"""Long after MiniStack's own clock: its streams are idle."""


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Any:
    """MiniStack's, with one empty log stream."""
    from ministack.core.responses import AccountRegionScopedDict, request_scope
    from ministack.services import cloudwatch_logs

    for name in ("_log_groups", "_log_records"):
        monkeypatch.setattr(cloudwatch_logs, name, AccountRegionScopedDict())
    for name in ("_append_log_events", "_fanout_to_subscription_filters"):
        monkeypatch.setattr(cloudwatch_logs, name, getattr(cloudwatch_logs, name))
    with request_scope(SCOPE.account, SCOPE.region):
        cloudwatch_logs._create_log_group({"logGroupName": "group"})
        cloudwatch_logs._create_log_stream(WHERE)
        yield cloudwatch_logs


def retention(logs: Any, time_scale: TimeScale = REAL_TIME) -> LogRetention:
    from ministack.core.responses import request_scope

    made = LogRetention(logs, request_scope, time_scale, clock=lambda: NOW_MS / 1000)
    LogEvents(logs, lambda: SCOPE).listen(made.hear)
    return made


def put(logs: Any, *events: tuple[int, str]) -> None:
    entries = [{"timestamp": NOW_MS + when, "message": text} for when, text in events]
    logs._put_log_events(WHERE | {"logEvents": entries})


def left(logs: Any) -> list[str]:
    _, _, body = logs._filter_log_events({"logGroupName": "group"})
    return [event["message"] for event in json.loads(body)["events"]]


def test_events_older_than_the_group_keeps_them_are_gone(logs: Any) -> None:
    forgetting = retention(logs)
    put(logs, (-8 * DAY_MS, "old"), (-6 * DAY_MS, "new"))
    logs._put_retention_policy({"logGroupName": "group", "retentionInDays": 7})
    forgetting.expire()
    assert left(logs) == ["new"]


def test_days_are_shorter_with_a_time_scale(logs: Any) -> None:
    forgetting = retention(logs, TimeScale(60))
    put(logs, (-DAY_MS // 50, "old"), (-DAY_MS // 70, "new"))
    logs._put_retention_policy({"logGroupName": "group", "retentionInDays": 1})
    forgetting.expire()
    assert left(logs) == ["new"]


def test_a_group_that_sets_no_retention_keeps_all(logs: Any) -> None:
    forgetting = retention(logs)
    put(logs, (-4000 * DAY_MS, "old"))
    forgetting.expire()
    assert left(logs) == ["old"]


def test_a_stream_without_events_goes_with_them(logs: Any) -> None:
    forgetting = retention(logs)
    put(logs, (-8 * DAY_MS, "old"))
    logs._put_retention_policy({"logGroupName": "group", "retentionInDays": 7})
    forgetting.expire()
    assert logs._log_groups["group"]["streams"] == {}


def test_a_group_that_grows_too_large_loses_its_oldest_events(
    logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10 * (module.EVENT_BYTES + 1))
    retention(logs)
    for number in range(10):
        put(logs, (number, f"{number}"))
    assert len(left(logs)) == 10
    put(logs, (10, "x"))
    assert left(logs) == ["4", "5", "6", "7", "8", "9", "x"]
