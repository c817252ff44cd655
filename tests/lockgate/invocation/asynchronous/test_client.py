from datetime import timedelta
from typing import Any

import pytest

from infra.config.endpoints import AsyncEndpoint
from infra.config.references import ReleaseReference
from lockgate.addresses import Address
from lockgate.aws import Target
from lockgate.errors import CommandError
from lockgate.invocation.asynchronous.client import AsyncClient
from lockgate.invocation.asynchronous.ticket import Limits, Outcome, Ticket
from lockgate.invocation.explanations import Explanations
from lockgate.s3_uris import S3Uri
from tests.lockgate.fakes import FakeObjects, FakeStacks, install, refusal

LIMITS = Limits(timedelta(hours=1), timedelta(minutes=2))
LATER = Explanations(
    Address("dev", "later"),
    Target("eu-west-1"),
    AsyncEndpoint(kind="async", model=ReleaseReference("tiny", 1), instance="ml.m5.large"),
)
TICKET = Ticket("1", S3Uri("ours", "result"), S3Uri("ours", "failure"))


class Runtime:
    def __init__(self, **answer: str) -> None:
        self.answer = answer

    def invoke_endpoint_async(self, **_: Any) -> dict[str, str]:
        return self.answer


def client(
    monkeypatch: pytest.MonkeyPatch, objects: Any = None, runtime: Any = None
) -> AsyncClient:
    stack = FakeStacks("lockgate-dev-later", InputsPrefix="s3://ours/inputs/")
    install(
        monkeypatch,
        s3=objects if objects is not None else FakeObjects(),
        cloudformation=stack,
        sagemaker_runtime=runtime,
    )
    return AsyncClient(LATER)


def test_ticket_holds_what_sagemaker_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = Runtime(
        InferenceId="7", OutputLocation="s3://ours/7.out", FailureLocation="s3://ours/7-error.out"
    )

    ticket = client(monkeypatch, runtime=runtime).submit(b"{}", LIMITS)

    assert ticket == Ticket("7", S3Uri("ours", "7.out"), S3Uri("ours", "7-error.out"))


def test_output_that_is_not_in_s3_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = Runtime(OutputLocation="https://elsewhere/x")

    with pytest.raises(CommandError, match="put the result where it cannot be read"):
        client(monkeypatch, runtime=runtime).submit(b"{}", LIMITS)


def test_endpoint_that_is_not_deployed_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = client(monkeypatch)
    install(monkeypatch, cloudformation=FakeStacks("another"))

    with pytest.raises(CommandError, match="dev/later is not deployed in eu-west-1"):
        asking.submit(b"{}", LIMITS)


def test_nothing_in_s3_means_not_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert client(monkeypatch).look(TICKET) is None


def test_result_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    objects = FakeObjects(**{"ours/result": b"done"})

    assert client(monkeypatch, objects).look(TICKET) == Outcome(b"done")


def test_failure_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    objects = FakeObjects(**{"ours/failure": b"no"})

    assert client(monkeypatch, objects).look(TICKET) == Outcome(b"no", failed=True)


def test_missing_permission_does_not_look_like_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def get_object(self, **_: Any) -> Any:
            raise refusal("AccessDenied", "not you")

    with pytest.raises(CommandError, match="AWS answered AccessDenied: not you"):
        client(monkeypatch, Closed()).look(TICKET)
