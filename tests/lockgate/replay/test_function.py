import json

import pytest

from lockgate.errors import CommandError
from lockgate.replay.function import Replayed, ReplayFunction
from tests.lockgate.replay.samples import (
    HOUR,
    BrokenFunction,
    FakeFunction,
    answered,
    computed,
    minute,
)


def test_function_is_asked_for_the_span() -> None:
    function = FakeFunction()

    ReplayFunction(function, "replay").run(HOUR)

    assert function.events == [
        {"from": "2026-11-22T09:00:00Z", "to": "2026-11-22T10:00:00Z", "publish": None}
    ]


def test_minutes_to_publish_are_listed() -> None:
    function = FakeFunction()

    ReplayFunction(function, "replay").run(HOUR, publish=[minute(5)])

    assert function.events[0]["publish"] == [
        {"endpoint": "dev-chat", "variant": "primary", "minute": "2026-11-22T09:55:00Z"}
    ]


def test_answer_is_read() -> None:
    function = FakeFunction(answered(minute(5), p95=120.5, requests=3, prompt_tokens=40))

    replayed = ReplayFunction(function, "replay").run(HOUR)

    assert replayed.minutes == {minute(5): computed(Requests=3, PromptTokens=40, ttft_p95_ms=120.5)}
    assert replayed.records == 1


def test_parts_add_up() -> None:
    whole = Replayed({minute(5): computed(Requests=1)}, records=2, unparsable=3)

    whole.add(Replayed({minute(6): computed(Requests=1)}, records=20, unparsable=30))

    assert list(whole.minutes) == [minute(5), minute(6)]
    assert (whole.records, whole.unparsable) == (22, 33)


def test_failure_of_the_function_is_told() -> None:
    payload = json.dumps({"errorMessage": "AccessDenied", "errorType": "ClientError"}).encode()
    function = BrokenFunction(payload, FunctionError="Unhandled")

    with pytest.raises(CommandError) as caught:
        ReplayFunction(function, "replay").run(HOUR)
    assert str(caught.value) == (
        "replay failed for 2026-11-22T09:00:00Z: AccessDenied; read its log: lockgate-ReplayLogs"
    )


def test_failure_that_says_no_json_is_told_as_it_is() -> None:
    function = BrokenFunction(b"Task timed out", FunctionError="Unhandled")

    with pytest.raises(CommandError, match="Task timed out"):
        ReplayFunction(function, "replay").run(HOUR)


@pytest.mark.parametrize("payload", [b"null", b"{}", b'{"minutes": [{"minute": "x"}]}', b"<html>"])
def test_other_answers_are_refused(payload: bytes) -> None:
    with pytest.raises(CommandError, match="replay answered something else than metrics"):
        ReplayFunction(BrokenFunction(payload), "replay").run(HOUR)
