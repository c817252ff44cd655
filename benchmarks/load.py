"""The load: on each of several kept connections one request after the other."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import orjson

from benchmarks.pairs import Round
from benchmarks.texts import text_of

AT_ONCE = (1, 8)
PATH = "/invocations"


async def load(
    port: int, bodies: Sequence[bytes], *, at_once: int, check: Callable[[bytes], None]
) -> Round:
    """Send all bodies, so many at once; every answer must be 200, and pass the check."""
    began = time.perf_counter()
    ways = (_ask(port, bodies[first::at_once], check) for first in range(at_once))
    latencies = await asyncio.gather(*ways)
    seconds = time.perf_counter() - began
    return Round(len(bodies) / seconds, statistics.median(chain.from_iterable(latencies)))


async def load_texts(port: int, *, kind: str, at_once: int, requests: int) -> Round:
    """Send so many requests, each with a text of its own."""
    bodies = [orjson.dumps({"inputs": text_of(kind, number)}) for number in range(requests)]
    return await load(port, bodies, at_once=at_once, check=lambda _answer: None)


async def _ask(port: int, bodies: Iterable[bytes], check: Callable[[bytes], None]) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    latencies = []
    try:
        for body in bodies:
            request = _request(body)
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            answer = await reader.readexactly(_length(head))
            latencies.append(time.perf_counter() - began)
            if b" 200 " not in head[:20]:
                raise RuntimeError(answer[:300].decode(errors="replace"))
            check(answer)
    finally:
        writer.close()
        await writer.wait_closed()
    return latencies


def _request(body: bytes) -> bytes:
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _length(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    [length] = [int(value) for name, _, value in lines if name == b"content-length"]
    return length
