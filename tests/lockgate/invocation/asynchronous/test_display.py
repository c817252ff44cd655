from typing import Any

import pytest

from lockgate.aws import Target
from lockgate.invocation.asynchronous.display import QueueState, describe, waiting_display
from tests.lockgate.fakes import install, refusal


def variants(**counts: int) -> dict[str, Any]:
    return {"ProductionVariants": [counts]}


@pytest.mark.parametrize(
    ("current", "desired", "state"),
    [
        (1, 1, "queued or running on 1 instance"),
        (2, 1, "queued or running on 2 instances"),
        (0, 1, "waiting for an instance to start"),
        (0, 0, "waiting for scaling from zero"),
    ],
)
def test_state_tells_what_a_request_waits_for(current: int, desired: int, state: str) -> None:
    endpoint = variants(CurrentInstanceCount=current, DesiredInstanceCount=desired)

    assert describe(endpoint) == state


class Asked:
    """SageMaker that counts how often it is asked, and may refuse."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.times = 0

    def describe_endpoint(self, **_: Any) -> dict[str, Any]:
        self.times += 1
        if self.error:
            raise self.error
        return variants(CurrentInstanceCount=1)


def state_of(asked: Asked, monkeypatch: pytest.MonkeyPatch, *times: float) -> list[str]:
    install(monkeypatch, sagemaker=asked)
    clock = iter(times)
    state = QueueState(Target("eu-west-1"), "dev-later", lambda: next(clock))
    return [state() for _ in times]


def test_sagemaker_is_asked_now_and_then_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked()

    state_of(asked, monkeypatch, 0, 1, 1.9, 2, 3)

    assert asked.times == 2


def test_who_may_not_describe_endpoints_may_still_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = Asked(refusal("AccessDeniedException"))

    assert state_of(denied, monkeypatch, 0) == ["queued or running"]


def test_each_state_is_one_line_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    states = iter(["starting", "starting", "running"])

    with waiting_display(lambda: next(states)) as on_wait:
        for second in range(3):
            on_wait(second)

    assert capsys.readouterr().err == "0 s: starting\n2 s: running\n"
