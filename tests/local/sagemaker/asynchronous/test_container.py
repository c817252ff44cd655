import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from lockgate.local.sagemaker.asynchronous.container import UnreachableError, call
from lockgate.local.sagemaker.asynchronous.outcome import FailedError, Outcome
from lockgate.local.sagemaker.asynchronous.stores import Content
from tests.local.sagemaker.asynchronous.bench import Answering, Bench, Instances, echo


async def ask(answering: Answering, *, timeout_s: int = 60) -> Outcome:
    bench = Bench(answering, Instances())
    request = bench.request(InvocationTimeoutSeconds=str(timeout_s))
    return await call(bench.worker.client, "http://i-1", request, Content(b"hello", "text/plain"))


async def failure(answering: Answering, *, timeout_s: int = 60) -> Outcome:
    with pytest.raises(FailedError) as raised:
        await ask(answering, timeout_s=timeout_s)
    return raised.value.outcome


async def test_a_success_is_the_containers_answer() -> None:
    outcome = await ask(echo)
    assert (outcome.status, outcome.body, outcome.content_type) == ("Completed", b"hello", "text/x")


@pytest.mark.parametrize(("status", "side"), [(400, "client"), (503, "server")])
async def test_an_error_is_kept_as_the_container_wrote_it(status: int, side: str) -> None:
    async def answering(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={"error": "no"})

    outcome = await failure(answering)
    assert (outcome.body, outcome.content_type) == (b'{"error":"no"}', "application/json")
    assert outcome.reason is not None
    assert outcome.reason.startswith(f"ClientError: Received {side} error ({status}) from primary.")
    assert outcome.log_line == (
        f'Received {side} error ({status}) from primary with message "{{"error":"no"}}"'
    )


async def test_an_answer_that_takes_too_long_is_a_failure() -> None:
    async def answering(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    outcome = await failure(answering, timeout_s=1)
    assert b"Your invocation timed out while waiting for a response" in outcome.body
    assert outcome.container_status == 0


async def test_a_connection_that_breaks_is_a_failure() -> None:
    async def answering(_request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError("gone")

    outcome = await failure(answering)
    assert b"could not get a response from the primary container" in outcome.body


async def test_an_instance_that_takes_no_connection_has_not_failed_the_request() -> None:
    async def answering(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(UnreachableError):
        await ask(answering)


async def test_an_answer_without_a_content_length_is_a_failure() -> None:
    async def answering(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=_pieces())

    outcome = await failure(answering)
    assert outcome.body == (
        b"The response from container primary did not specify the required Content-Length header"
    )


async def test_headers_over_the_limit_are_a_failure() -> None:
    async def answering(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"x", headers={"X-Long": "x" * 4096})

    assert b"has headers with length greater than 4096 bytes" in (await failure(answering)).body


async def _pieces() -> AsyncIterator[bytes]:
    yield b"piece"
