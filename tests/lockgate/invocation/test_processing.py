import json
from typing import Any

import pytest

from lockgate.addresses import Address
from lockgate.aws import Target
from lockgate.invocation.processing import processing_s
from tests.lockgate.fakes import install, refusal

LINE = json.dumps({"request_id": "7", "latency_ms": 1500})
OTHER = json.dumps({"request_id": "70", "latency_ms": 9})


class Log:
    """Shows these lines, one more at each look."""

    def __init__(self, *lines: str | Exception) -> None:
        self.lines = lines
        self.looks = 0

    def filter_log_events(self, **_: Any) -> dict[str, Any]:
        self.looks += 1
        shown = self.lines[: self.looks]
        for line in shown:
            if isinstance(line, Exception):
                raise line
        return {"events": [{"message": line} for line in shown]}


def found(log: Log, monkeypatch: pytest.MonkeyPatch) -> float | None:
    install(monkeypatch, logs=log)
    later = Address("dev", "later")
    return processing_s(Target("eu-west-1"), later, "7", since_ms=0, sleep=lambda _: None)


def test_time_is_that_of_the_containers_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(Log(LINE), monkeypatch) == 1.5


def test_lines_of_others_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(Log("POST 7 200", OTHER, LINE), monkeypatch) == 1.5


def test_log_that_never_tells_leaves_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(Log(OTHER), monkeypatch) is None


def test_log_that_may_not_be_read_leaves_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(Log(refusal("AccessDeniedException")), monkeypatch) is None
