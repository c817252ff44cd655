"""A refused request is read to its end before the answer, so that the answer is not lost."""

from collections.abc import Iterable
from typing import Any

import pytest
from starlette.types import Message

from inference_code.errors import BodyTooLargeError, RequestError
from inference_code.server import exchange as module
from inference_code.server.exchange import Exchange


class Wire:
    """What the client sends, piece by piece, and what it gets."""

    def __init__(self, *pieces: bytes) -> None:
        self.left = list(pieces)
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        assert not self.sent, "the body is read before the answer begins"
        if not self.left:
            return {"type": "http.disconnect"}
        piece = self.left.pop(0)
        return {
            "type": "http.request",
            "body": piece,
            "more_body": bool(self.left),
        }

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])


def exchange(wire: Wire, headers: Iterable[tuple[bytes, bytes]] = ()) -> Exchange:
    scope: dict[str, Any] = {"type": "http", "headers": list(headers)}
    return Exchange(scope, wire.receive, wire.send)


async def test_rest_of_a_refused_body_is_read_and_the_connection_stays() -> None:
    wire = Wire(b"a", b"b", b"c")
    await exchange(wire).send_error(RequestError("no"))
    assert wire.left == []
    assert b"connection" not in wire.headers


async def test_body_that_was_read_is_not_asked_for_again() -> None:
    wire = Wire(b"{}")
    one = exchange(wire)
    await one.read_body(10)
    await one.send_error(RequestError("no"))
    assert b"connection" not in wire.headers


async def test_rest_of_a_body_that_is_too_long_is_read() -> None:
    wire = Wire(b"a" * 8, b"b" * 8, b"c" * 8)
    one = exchange(wire)
    with pytest.raises(BodyTooLargeError) as refused:
        await one.read_body(10)
    await one.send_error(refused.value)
    assert wire.left == []


async def test_body_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SKIPPED", 2)
    wire = Wire(b"aaa", b"bbb", b"ccc")
    await exchange(wire).send_error(RequestError("no"))
    assert wire.left == [b"bbb", b"ccc"]
    assert wire.headers[b"connection"] == b"close"


async def test_client_that_waits_for_a_go_ahead_gets_the_answer_instead() -> None:
    wire = Wire(b"a")
    await exchange(wire, [(b"expect", b"100-continue")]).send_error(RequestError("no"))
    assert wire.left == [b"a"]
    assert wire.headers[b"connection"] == b"close"


async def test_client_that_has_gone_is_not_waited_for() -> None:
    wire = Wire()
    await exchange(wire).send_error(RequestError("no"))
    assert wire.headers[b"connection"] == b"close"
