"""The load: on each of several kept connections one request after the other, of one text each."""

import asyncio
import statistics
import time
from itertools import chain

import orjson

from benchmarks.onnx_texts import text_of
from benchmarks.toolkit_load import Round


async def load(port: int, *, kind: str, at_once: int, requests: int) -> Round:
    """Send so many requests, all with other texts."""
    each = requests // at_once
    began = time.perf_counter()
    ways = (_ask(port, kind, range(first, each * at_once, at_once)) for first in range(at_once))
    latencies = await asyncio.gather(*ways)
    seconds = time.perf_counter() - began
    return Round(each * at_once / seconds, statistics.median(chain.from_iterable(latencies)))


async def _ask(port: int, kind: str, numbers: range) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    latencies = []
    for number in numbers:
        request = _request(text_of(kind, number))
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
        latencies.append(time.perf_counter() - began)
        if b" 200 " not in head[:20]:
            raise RuntimeError(body[:300].decode(errors="replace"))
    writer.close()
    await writer.wait_closed()
    return latencies


def _request(text: str) -> bytes:
    body = orjson.dumps({"inputs": text})
    head = (
        "POST /invocations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _length(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    [length] = [int(value) for name, _, value in lines if name == b"content-length"]
    return length
