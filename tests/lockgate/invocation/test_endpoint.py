from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from urllib3.exceptions import ProtocolError

from lockgate.addresses import Address
from lockgate.aws import Target
from lockgate.errors import CommandError
from lockgate.invocation.endpoint import EndpointClient, original_message, payload_parts

TARGET = Target("eu-west-1", "http://localhost:4566")


def failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> EndpointClient:
    """An endpoint whose every invocation raises."""

    class Runtime:
        def __getattr__(self, name: str) -> Callable[..., Any]:
            def call(**_: Any) -> Any:
                raise error

            return call

    monkeypatch.setattr(Target, "client", lambda *_: Runtime())
    return EndpointClient(Address("local", "chat"), TARGET)


def refusal(code: str, message: str, **more: Any) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": message}, **more}
    return ClientError(answer, "InvokeEndpoint")


def test_missing_endpoint_says_how_to_deploy_it(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refusal("ValidationError", "Endpoint local-chat of account 000000000000 not found.")
    client = failing(error, monkeypatch)

    with pytest.raises(CommandError) as caught:
        client.ask(b"{}")
    assert str(caught.value) == (
        "there is no endpoint local-chat in the local AWS; deploy it: lockgate deploy local"
    )


def test_refusal_of_the_model_gives_its_own_message(monkeypatch: pytest.MonkeyPatch) -> None:
    said = '{"error": {"message": "the prompt has 900 tokens; the context holds 512"}}'
    error = refusal("ModelError", "Received client error (400)", OriginalStatusCode=400,
                    OriginalMessage=said)  # fmt: skip

    with pytest.raises(CommandError) as caught:
        list(failing(error, monkeypatch).stream(b"{}"))
    assert str(caught.value) == (
        "the model answered 400: the prompt has 900 tokens; the context holds 512"
    )


def test_failure_of_the_model_points_to_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refusal("ModelError", "", OriginalStatusCode=500, OriginalMessage="boom")

    with pytest.raises(
        CommandError, match="answered 500: boom; read its log: lockgate local logs local/chat"
    ):
        failing(error, monkeypatch).ask(b"{}")


def test_other_refusals_keep_their_code(monkeypatch: pytest.MonkeyPatch) -> None:
    client = failing(refusal("AccessDeniedException", "not you"), monkeypatch)

    with pytest.raises(CommandError, match="AWS answered AccessDeniedException: not you"):
        client.ask(b"{}")


def test_unreachable_endpoint_names_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    error = EndpointConnectionError(endpoint_url="http://localhost:4566/x")

    with pytest.raises(CommandError, match=r"^http://localhost:4566 could not be used"):
        failing(error, monkeypatch).ask(b"{}")


def test_connection_that_breaks_off_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    client = failing(ProtocolError("Response ended prematurely"), monkeypatch)

    with pytest.raises(CommandError, match="the connection to the local AWS broke off: Response"):
        list(client.stream(b"{}"))


def test_payload_parts_are_unwrapped() -> None:
    events = [{"PayloadPart": {"Bytes": b"a"}}, {"PayloadPart": {"Bytes": b"b"}}]

    assert list(payload_parts(events)) == [b"a", b"b"]


def test_fault_inside_the_stream_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refusal("ModelStreamError", "container died.")

    with pytest.raises(CommandError, match="the stream broke off: container died; read its log"):
        list(failing(error, monkeypatch).stream(b"{}"))


def test_model_that_gave_no_answer_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    error = refusal("ModelError", "", OriginalStatusCode=0, OriginalMessage="timed out")

    with pytest.raises(CommandError, match="the model failed: timed out; read its log"):
        failing(error, monkeypatch).ask(b"{}")


def test_endpoint_without_a_healthy_instance_points_to_its_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = failing(refusal("ServiceUnavailable", "No instance is healthy."), monkeypatch)

    with pytest.raises(CommandError, match=r"^No instance is healthy; read its log: lockgate"):
        client.ask(b"{}")


def test_body_over_the_limit_asks_for_a_shorter_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    client = failing(refusal("413", "HTTP content length exceeded 9 bytes."), monkeypatch)

    with pytest.raises(CommandError, match="exceeded 9 bytes; send a shorter prompt"):
        client.ask(b"{}")


def test_log_of_a_real_endpoint_is_read_with_the_aws_cli(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(refusal("ModelError", ""), monkeypatch)
    client = EndpointClient(Address("prod", "chat"), Target("eu-west-1"))

    with pytest.raises(CommandError, match="aws logs tail /aws/sagemaker/Endpoints/prod-chat"):
        client.ask(b"{}")


def test_message_that_is_no_json_is_kept_as_it_is() -> None:
    assert original_message({"OriginalMessage": "plain text\n"}) == "plain text"
