"""Clients that do not read, and such as go away or whose server does: by the messages of ASGI."""

import asyncio
from typing import Any

import orjson
import pytest

from inference_code.server.admission import Admission
from inference_code.server.invocations import Invocations
from inference_code.telemetry.record import SCOPE_KEY, Inference
from tests.inference_code.scripted import ScriptedHandler, settings


class Client:
    """Sends one request, and hangs up when told to."""

    def __init__(self, *, stream: bool) -> None:
        body = {"messages": [{"role": "user", "content": "hi"}], "stream": stream}
        self._body = orjson.dumps(body)
        self.sends = True
        self.leave = asyncio.Event()
        self.reads = asyncio.Event()
        self.reads.set()
        self.received: list[Any] = []
        self.record = Inference()
        self.scope: dict[str, Any] = {
            "type": "http",
            "headers": [(b"content-type", b"application/json")],
            SCOPE_KEY: self.record,
        }

    async def receive(self) -> dict[str, Any]:
        if self.sends:
            self.sends = False
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self.leave.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        await self.reads.wait()
        self.received.append(message)


async def start(
    handler: ScriptedHandler, admission: Admission, client: Client
) -> "asyncio.Task[None]":
    application = Invocations(settings(), handler, admission)
    task = asyncio.create_task(application(client.scope, client.receive, client.send))
    for _ in range(20):
        await asyncio.sleep(0)
    return task


@pytest.mark.parametrize("stream", [True, False])
async def test_generation_ends_when_the_client_hangs_up(
    handler: ScriptedHandler, admission: Admission, stream: bool
) -> None:
    handler.gate.clear()
    client = Client(stream=stream)
    task = await start(handler, admission, client)
    assert handler.running == 1
    client.leave.set()
    await task
    assert (handler.running, admission.present) == (0, 0)
    assert client.record.finish_reason == "cancelled"


async def test_client_that_does_not_read_its_answer_keeps_no_slot(
    handler: ScriptedHandler, admission: Admission
) -> None:
    idle, other = Client(stream=False), Client(stream=False)
    idle.reads.clear()
    waiting = await start(handler, admission, idle)
    await (await start(handler, admission, other))
    assert (other.received[0]["status"], idle.received) == (200, [])
    idle.reads.set()
    await waiting
    assert idle.received == other.received


async def test_client_that_hangs_up_within_its_body_is_not_answered(
    handler: ScriptedHandler, admission: Admission
) -> None:
    client = Client(stream=False)
    client.sends = False
    client.leave.set()
    await (await start(handler, admission, client))
    assert (client.received, handler.requests) == ([], [])
    assert client.record.finish_reason == "cancelled"


async def test_request_that_the_ending_server_cuts_gets_a_503(
    handler: ScriptedHandler, admission: Admission
) -> None:
    handler.gate.clear()
    client = Client(stream=False)
    task = await start(handler, admission, client)
    task.cancel()
    await task
    begun, body = client.received
    assert begun["status"] == 503
    assert orjson.loads(body["body"])["error"]["message"] == "this server is shutting down"
    assert client.record.finish_reason == "error"


async def test_whole_answer_that_the_ending_server_cuts_gets_nothing_added(
    handler: ScriptedHandler, admission: Admission
) -> None:
    client = Client(stream=False)
    client.reads.clear()
    task = await start(handler, admission, client)
    task.cancel()
    await task
    assert (client.received, client.record.finish_reason) == ([], "error")


async def test_waiting_request_leaves_the_queue_when_its_client_hangs_up(
    handler: ScriptedHandler,
) -> None:
    handler.gate.clear()
    admission = Admission(slots=1, queue=1)
    admission.state = "ready"
    running, waiting = Client(stream=True), Client(stream=True)
    first = await start(handler, admission, running)
    second = await start(handler, admission, waiting)
    waiting.leave.set()
    await second
    assert (admission.present, len(handler.requests)) == (1, 1)
    assert waiting.record.queue_s is None
    handler.gate.set()
    await first
