"""The load: one request after the other on each of several kept connections."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from itertools import chain

BODY = b"[[5.1, 3.5, 1.4, 0.2]]"
HEAD = (
    b"POST /invocations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(BODY)
)


@dataclass(frozen=True)
class Round:
    """What one way achieved in one round."""

    requests_per_s: float
    latency_s: float
    """Median of its requests."""


async def load(port: int, *, at_once: int, requests: int, answer: bytes) -> Round:
    """Send so many requests; every one must be answered with this."""
    each = requests // at_once
    began = time.perf_counter()
    latencies = await asyncio.gather(*(_ask(port, each, answer) for _ in range(at_once)))
    seconds = time.perf_counter() - began
    return Round(each * at_once / seconds, statistics.median(chain.from_iterable(latencies)))


async def _ask(port: int, requests: int, answer: bytes) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    latencies = []
    for _ in range(requests):
        began = time.perf_counter()
        writer.write(HEAD + BODY)
        head, body = await _read(reader)
        latencies.append(time.perf_counter() - began)
        if body != answer:
            raise RuntimeError(f"{head[:15]!r} and {body[:300]!r}, not {answer!r}")
    writer.close()
    await writer.wait_closed()
    return latencies


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    [length] = [int(value) for name, _, value in lines if name == b"content-length"]
    return head, await reader.readexactly(length)
