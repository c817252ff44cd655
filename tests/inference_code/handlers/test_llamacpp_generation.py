import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing

import orjson
import pytest

from inference_code.errors import ContextLengthError, EngineError, RequestError
from inference_code.handler import Usage
from inference_code.handlers.llamacpp_generation import (
    EngineCall,
    LlamaCppGeneration,
    translate_error,
)
from inference_code.handlers.pacer import Pacer

TOKEN = b'{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"hi"}}]}'
PROGRESS = b'{"choices":[{"finish_reason":null,"delta":{}}],"prompt_progress":{"total":3}}'
LAST = b'{"choices":[{"finish_reason":"stop","index":0,"delta":{}}]}'
USAGE = b'{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}'


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


def generation(call: EngineCall, threads: ThreadPoolExecutor) -> LlamaCppGeneration:
    return LlamaCppGeneration(call, {}, stream=True, threads=threads, pacer=Pacer(0))


def saying(*documents: bytes) -> EngineCall:
    def call(_: bytes, receive: Callable[[bytes], bool]) -> None:
        for document in documents:
            receive(document)

    return call


async def test_only_chunks_with_text_or_reason_are_passed_on(threads: ThreadPoolExecutor) -> None:
    answer = generation(saying(PROGRESS, TOKEN, LAST, USAGE), threads)
    chunks = [chunk async for batch in answer for chunk in batch]
    assert chunks == [TOKEN, LAST]
    assert (answer.usage, answer.finish_reason) == (Usage(3, 1), "stop")


async def test_error_of_the_engine_is_raised(threads: ThreadPoolExecutor) -> None:
    error = orjson.dumps({"error": {"code": 400, "message": "no such grammar"}})
    with pytest.raises(RequestError, match=r"llama\.cpp refuses the request: no such grammar"):
        [batch async for batch in generation(saying(error), threads)]


async def test_exception_of_the_engine_is_an_engine_error(threads: ThreadPoolExecutor) -> None:
    def call(_: bytes, __: Callable[[bytes], bool]) -> None:
        raise MemoryError("none left")

    with pytest.raises(EngineError, match=r"llama\.cpp failed: none left"):
        [batch async for batch in generation(call, threads)]


async def test_value_that_the_engine_cannot_read_is_the_clients_fault(
    threads: ThreadPoolExecutor,
) -> None:
    def call(_: bytes, __: Callable[[bytes], bool]) -> None:
        raise ValueError("unrecognized type bogus")

    with pytest.raises(RequestError, match="refuses the request: unrecognized type") as raised:
        [batch async for batch in generation(call, threads)]
    assert raised.value.status == 400


async def test_closing_stops_the_engine_and_waits_for_it(threads: ThreadPoolExecutor) -> None:
    stopped = threading.Event()

    def endless(_: bytes, receive: Callable[[bytes], bool]) -> None:
        while not receive(TOKEN):
            pass
        stopped.set()

    async with aclosing(aiter(generation(endless, threads))) as batches:
        await anext(batches)
    assert stopped.is_set()


def test_prompt_over_the_context_names_both_numbers() -> None:
    error = {"type": "exceed_context_size_error", "n_prompt_tokens": 9, "n_ctx": 8, "code": 400}
    translated = translate_error(error)
    assert isinstance(translated, ContextLengthError)
    assert translated.message.startswith(
        "the prompt has 9 tokens, and the context of this endpoint holds 8 "
    )


def test_failure_of_the_engine_is_not_the_clients_fault() -> None:
    assert translate_error({"code": 500, "message": "broken"}).status == 500
