import asyncio
import socket
from contextlib import aclosing

import orjson
import pytest

from inference_code.errors import ContextLengthError, EngineError, UnavailableError
from inference_code.handler import GenerationRequest, LoadError, Usage
from inference_code.worker.connection import Connection
from inference_code.worker.messages import frame
from tests.inference_code.scripted import ScriptedHandler
from tests.local.polling import LIMIT_S

CHAT = GenerationRequest(operation="chat", body={"messages": []}, stream=True)


def said(chunks: list[bytes]) -> str:
    return "".join(orjson.loads(chunk)["choices"][0]["delta"]["content"] for chunk in chunks)


async def test_first_answer_is_what_the_model_needs(connection: Connection) -> None:
    assert await connection.answer() == {"needs": 100}


async def test_model_is_loaded_when_told_to(
    connection: Connection, handler: ScriptedHandler
) -> None:
    await connection.answer()
    connection.send({"load": True})
    assert await connection.answer() == {"loaded": ["chat", "completion"]}


async def test_vectors_arrive_as_they_are(connection: Connection) -> None:
    body = {"texts": ["one", "and two"], "truncate": False, "normalize": True}
    request = GenerationRequest(operation="embedding", body=body, stream=False)
    generation = connection.generate(request)
    chunks = [chunk async for batch in generation for chunk in batch]
    assert (chunks, generation.usage) == ([b"[3,1.5]", b"[7,3.5]"], Usage(3, 0))


async def test_refusal_to_load_keeps_its_reason(
    connection: Connection, handler: ScriptedHandler
) -> None:
    await connection.answer()
    handler.refusal = LoadError("model is corrupted")
    connection.send({"load": True})
    with pytest.raises(LoadError, match="model is corrupted"):
        await connection.answer()


async def test_chunks_usage_and_finish_reason_arrive(
    connection: Connection, handler: ScriptedHandler
) -> None:
    generation = connection.generate(CHAT)
    chunks = [chunk async for batch in generation for chunk in batch]
    assert said(chunks) == "Hello there!"
    assert (generation.usage, generation.finish_reason) == (Usage(3, 3), "stop")
    assert handler.requests == [CHAT]


async def test_refusal_of_a_request_keeps_its_class(
    connection: Connection, handler: ScriptedHandler
) -> None:
    handler.error = ContextLengthError("the prompt has 99 tokens", param="messages")
    with pytest.raises(ContextLengthError, match="the prompt has 99 tokens") as raised:
        [batch async for batch in connection.generate(CHAT)]
    assert raised.value.param == "messages"


async def test_unforeseen_failure_is_the_engines(
    connection: Connection, handler: ScriptedHandler
) -> None:
    handler.error = ZeroDivisionError()  # type: ignore[assignment]
    with pytest.raises(EngineError, match=r"the engine failed: ZeroDivisionError\(\)"):
        [batch async for batch in connection.generate(CHAT)]


async def test_generations_run_beside_each_other(
    connection: Connection, handler: ScriptedHandler
) -> None:
    handler.gate.clear()
    async with aclosing(aiter(connection.generate(CHAT))) as first:
        await anext(first)
        async with aclosing(aiter(connection.generate(CHAT))) as second:
            await anext(second)
            assert handler.running == 2


async def test_closed_generation_has_ended_in_the_worker(
    connection: Connection, handler: ScriptedHandler
) -> None:
    handler.gate.clear()
    async with aclosing(aiter(connection.generate(CHAT))) as batches:
        await anext(batches)
    assert handler.running == 0


async def test_generation_that_is_cancelled_before_it_began_has_an_end(
    connection: Connection, handler: ScriptedHandler
) -> None:
    handler.gate.clear()
    number, messages = connection.begin(CHAT)
    connection.send({"cancel": number})
    async with asyncio.timeout(LIMIT_S):
        while "end" not in await messages.get():
            pass
    assert handler.running == 0


async def test_worker_that_ends_breaks_its_generations(
    worker: tuple[Connection, asyncio.Task[None]], handler: ScriptedHandler
) -> None:
    connection, serving = worker
    handler.gate.clear()
    async with aclosing(aiter(connection.generate(CHAT))) as batches:
        await anext(batches)
        connection.end()
        with pytest.raises(UnavailableError, match="the next request starts it anew"):
            await anext(batches)
    await serving


async def test_generation_after_the_end_is_refused(connection: Connection) -> None:
    connection.end()
    with pytest.raises(UnavailableError, match="has ended unexpectedly"):
        [batch async for batch in connection.generate(CHAT)]


async def test_message_about_no_call_breaks_the_connection_for_all_who_wait() -> None:
    ours, theirs = socket.socketpair()
    _, writer = await asyncio.open_connection(sock=theirs)
    connection = Connection(*await asyncio.open_connection(sock=ours))
    writer.write(frame({"call": 7, "chunks": []}))
    with pytest.raises(LoadError, match="the process of the engine has ended"):
        await connection.answer()
    connection.end()
    writer.close()
    await writer.wait_closed()
