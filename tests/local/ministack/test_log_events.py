"""Log events of MiniStack's services, imported here as they are in the server."""

import json
import logging
from collections.abc import Sequence
from typing import Any

import pytest

from lockgate.local.ministack.log_events import LogEvent, LogEvents
from lockgate.local.protocol.scope import Scope

SCOPE = Scope("000000000000", "eu-west-1")
Seen = list[tuple[Scope, str, str, Sequence[LogEvent]]]


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Any:
    """MiniStack's, with one empty log stream."""
    from ministack.services import cloudwatch_logs

    monkeypatch.setattr(cloudwatch_logs, "_log_groups", {})
    monkeypatch.setattr(cloudwatch_logs, "_log_records", {})
    for name in ("_append_log_events", "_fanout_to_subscription_filters"):
        monkeypatch.setattr(cloudwatch_logs, name, getattr(cloudwatch_logs, name))
    cloudwatch_logs._create_log_group({"logGroupName": "group"})
    cloudwatch_logs._create_log_stream({"logGroupName": "group", "logStreamName": "stream"})
    return cloudwatch_logs


def put(logs: Any, *events: tuple[int, str]) -> None:
    entries = [{"timestamp": when, "message": text} for when, text in events]
    where = {"logGroupName": "group", "logStreamName": "stream"}
    logs._put_log_events(where | {"logEvents": entries})


def test_put_events_are_told_in_the_order_of_their_time(logs: Any) -> None:
    seen: Seen = []
    LogEvents(logs, lambda: SCOPE).listen(lambda *told: seen.append(told))
    put(logs, (2, "later"), (1, "earlier"))
    ((scope, group, stream, events),) = seen
    assert (scope, group, stream) == (SCOPE, "group", "stream")
    assert [(event.timestamp, event.message) for event in events] == [(1, "earlier"), (2, "later")]


def test_an_event_has_the_id_that_searches_show(logs: Any) -> None:
    seen: Seen = []
    LogEvents(logs, lambda: SCOPE).listen(lambda *told: seen.append(told))
    put(logs, (1, "one"))
    _, _, body = logs._filter_log_events({"logGroupName": "group"})
    (found,) = json.loads(body)["events"]
    assert found["eventId"] == seen[0][3][0].id


def test_the_output_of_a_function_is_told(logs: Any) -> None:
    from ministack.services import lambda_svc

    seen: Seen = []
    LogEvents(logs, lambda: SCOPE).listen(lambda *told: seen.append(told))
    lambda_svc._emit_lambda_logs({"FunctionName": "echo"}, "id-1", "one\ntwo", False, 3)
    ((_, group, _, events),) = seen
    assert group == "/aws/lambda/echo"
    assert [event.message for event in events][1:3] == ["one", "two"]
    assert len({event.id for event in events}) == 5


def test_a_listener_that_fails_holds_up_nobody(logs: Any, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("broken")

    seen: Seen = []
    events = LogEvents(logs, lambda: SCOPE)
    events.listen(fail)
    events.listen(lambda *told: seen.append(told))
    with caplog.at_level(logging.ERROR):
        put(logs, (1, "one"))
    assert len(seen) == 1
    assert "reached not all who listen" in caplog.text
