from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from urllib3.exceptions import ProtocolError

from infra.config.endpoints import RealtimeEndpoint
from lockgate.addresses import Address
from lockgate.aws import Target
from lockgate.errors import CommandError
from lockgate.invocation.endpoint import EndpointClient, payload_parts
from lockgate.invocation.explanations import Explanations
from tests.lockgate.fakes import install, refusal

CHAT = Explanations(
    Address("local", "chat"),
    Target("eu-west-1", "http://localhost:4566"),
    RealtimeEndpoint(kind="realtime", instance="ml.m5.large"),
)


def failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> EndpointClient:
    """An endpoint whose every invocation raises."""

    class Runtime:
        def __getattr__(self, name: str) -> Callable[..., Any]:
            def call(**_: Any) -> Any:
                raise error

            return call

    install(monkeypatch, sagemaker_runtime=Runtime())
    return EndpointClient(CHAT)


class Streaming:
    """An endpoint of two variants, which remembers what it was sent."""

    def __init__(self, *events: dict[str, Any] | Exception) -> None:
        self.events = events
        self.sent: dict[str, Any] = {}

    def invoke_endpoint_with_response_stream(self, **sent: Any) -> dict[str, Any]:
        self.sent = sent
        return {"Body": self.body(), "InvokedProductionVariant": "b"}

    def body(self) -> Any:
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event


def test_missing_endpoint_says_how_to_deploy_it(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refusal("ValidationError", "Endpoint local-chat of account 000000000000 not found.")
    client = failing(error, monkeypatch)

    with pytest.raises(CommandError) as caught:
        client.ask(b"{}")
    assert str(caught.value) == (
        "there is no endpoint local-chat in the local AWS, or none yet; "
        "deploy it: lockgate deploy local; or wait, if that runs"
    )


def test_refusal_of_the_model_gives_its_own_message(monkeypatch: pytest.MonkeyPatch) -> None:
    said = '{"error": {"message": "the prompt has 900 tokens; the context holds 512"}}'
    error = refusal("ModelError", "Received client error (400)", OriginalStatusCode=400,
                    OriginalMessage=said)  # fmt: skip

    with pytest.raises(CommandError) as caught:
        failing(error, monkeypatch).stream(b"{}")
    assert str(caught.value) == (
        "the model answered 400: the prompt has 900 tokens; the context holds 512"
    )


def test_other_refusals_keep_their_code(monkeypatch: pytest.MonkeyPatch) -> None:
    client = failing(refusal("AccessDeniedException", "not you"), monkeypatch)

    with pytest.raises(CommandError, match="AWS answered AccessDeniedException: not you"):
        client.ask(b"{}")


def test_unreachable_endpoint_names_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    error = EndpointConnectionError(endpoint_url="http://localhost:4566/x")

    with pytest.raises(CommandError, match=r"^http://localhost:4566 could not be used"):
        failing(error, monkeypatch).ask(b"{}")


def test_connection_that_breaks_off_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, sagemaker_runtime=Streaming(ProtocolError("Response ended prematurely")))

    with pytest.raises(CommandError, match="the connection to the local AWS broke off: Response"):
        EndpointClient(CHAT).stream(b"{}").whole()


def test_fault_inside_the_stream_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = refusal("ModelStreamError", "container died.")
    install(monkeypatch, sagemaker_runtime=Streaming(fault))

    with pytest.raises(CommandError, match="the stream broke off: container died; read its log"):
        EndpointClient(CHAT).stream(b"{}").whole()


def test_stream_tells_the_variant_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, sagemaker_runtime=Streaming({"PayloadPart": {"Bytes": b"a"}}))

    reply = EndpointClient(CHAT).stream(b"{}")

    assert (reply.variant, reply.whole()) == ("b", b"a")


def test_route_reaches_sagemaker(monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = Streaming()
    install(monkeypatch, sagemaker_runtime=runtime)

    EndpointClient(CHAT, {"TargetVariant": "a"}).stream(b"{}")

    assert runtime.sent["TargetVariant"] == "a"


def test_payload_parts_are_unwrapped() -> None:
    events = [{"PayloadPart": {"Bytes": b"a"}}, {"PayloadPart": {"Bytes": b"b"}}]

    assert list(payload_parts(events)) == [b"a", b"b"]
