import contextlib
from typing import Any

import pytest

from lockgate.addresses import Address
from lockgate.errors import CommandError
from lockgate.local.log_lines import LogLine, follow_lines, print_line, read_lines

CHAT = Address("local", "chat")


class FakeLogs:
    """CloudWatch Logs with one group; each poll takes the next list of events."""

    class exceptions:  # noqa: N801 -- boto3 calls it so
        class ResourceNotFoundException(Exception):  # noqa: N818
            pass

    def __init__(self, *polls: list[tuple[str, int, str]]) -> None:
        self.polls = list(polls)
        self.asked: list[dict[str, Any]] = []

    def get_paginator(self, operation: str) -> "FakeLogs":
        assert operation == "filter_log_events"
        return self

    def paginate(self, **arguments: Any) -> list[dict[str, Any]]:
        self.asked.append(arguments)
        if not self.polls:
            raise self.exceptions.ResourceNotFoundException
        events = [
            {"eventId": id_, "logStreamName": "primary/i-0a", "timestamp": at, "message": text}
            for id_, at, text in self.polls.pop(0)
        ]
        return [{"events": events}]


class PollsUsedUpError(Exception):
    pass


def follow_all(logs: FakeLogs) -> list[str]:
    """Follow until the polls are used up."""
    seen: list[str] = []

    def wait(_: float) -> None:
        if not logs.polls:
            raise PollsUsedUpError

    lines = follow_lines(logs, CHAT, wait=wait)
    with contextlib.suppress(PollsUsedUpError):
        seen.extend(line.message for line in lines)
    return seen


def test_lines_come_from_the_group_of_the_endpoint() -> None:
    logs = FakeLogs([("1", 5, "hello")])

    assert [line.message for line in read_lines(logs, CHAT)] == ["hello"]
    assert logs.asked[0]["logGroupName"] == "/aws/sagemaker/Endpoints/local-chat"


def test_endpoint_that_was_never_deployed_has_no_log() -> None:
    with pytest.raises(CommandError, match="local/chat has no log yet; deploy it: lockgate deploy"):
        next(read_lines(FakeLogs(), CHAT))


def test_following_reads_only_the_last_seconds_again() -> None:
    logs = FakeLogs([("1", 60_000, "a")], [])

    follow_all(logs)

    assert [asked["startTime"] for asked in logs.asked] == [0, 55_000]


def test_following_yields_each_line_once() -> None:
    logs = FakeLogs(
        [("1", 100, "a")], [("1", 100, "a"), ("2", 100, "b")], [("2", 100, "b"), ("3", 101, "c")]
    )

    assert follow_all(logs) == ["a", "b", "c"]


def test_line_that_arrives_late_is_not_lost() -> None:
    logs = FakeLogs([("2", 200, "b")], [("1", 150, "a"), ("2", 200, "b")])

    assert follow_all(logs) == ["b", "a"]


def test_line_shows_time_and_instance(capsys: pytest.CaptureFixture[str]) -> None:
    print_line(LogLine("1", "primary/i-0a", 3_723_004, "ready [x]\n"))

    assert capsys.readouterr().out == "01:02:03.004 i-0a ready [x]\n"
