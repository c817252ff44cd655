"""The load: chat requests over plain sockets, so that the client takes little of the machine."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson

from benchmarks.pairs import Round

READ_BYTES = 65536


@dataclass(frozen=True)
class Case:
    """One kind of load."""

    stream: bool
    at_once: int
    tokens: int
    first: bool = False
    """Whether the time to the first token is what counts, and not the throughput."""

    def __str__(self) -> str:
        kind = "first token" if self.first else "streamed" if self.stream else "plain"
        return f"{kind}, {self.at_once} at once"

    def body(self, number: int) -> dict[str, object]:
        """One request; all of a round differ, so that no prompt is a known one."""
        question = f"Tell me a long story about {number + 2} dragons and a lighthouse."
        return {
            "messages": [{"role": "user", "content": question}],
            "max_tokens": self.tokens,
            "temperature": 0,
            "ignore_eos": True,
            "stream": self.stream,
        }

    def check(self, answer: bytes) -> None:
        """A benchmark of answers that are not the ones asked for would mean nothing."""
        whole = b'"finish_reason":"length"' in answer
        counted = self.stream or b'"completion_tokens":%d' % self.tokens in answer
        if not (whole and counted):
            raise RuntimeError(f"the answer does not have {self.tokens} tokens: {answer[-300:]!r}")


@dataclass(frozen=True)
class Times:
    """Seconds from the beginning of one request."""

    first: float
    """To the first byte of the answer's body."""
    last: float


def round_of(case: Case, times: list[Times], seconds: float) -> Round:
    """What the requests of one round, which took so long together, come to."""
    counted = (each.first if case.first else each.last for each in times)
    return Round(len(times) / seconds, statistics.median(counted))


async def run(url: str, case: Case, extra: dict[str, object] | None = None) -> Round:
    """Send the requests of one round at once; `extra` are fields for this server only."""
    began = time.perf_counter()
    bodies = [orjson.dumps(case.body(number) | (extra or {})) for number in range(case.at_once)]
    times = await asyncio.gather(*(_request(url, body, case) for body in bodies))
    return round_of(case, times, time.perf_counter() - began)


async def _request(url: str, body: bytes, case: Case) -> Times:
    parts = urlsplit(url)
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    headers = await reader.readuntil(b"\r\n\r\n")
    answer = [await reader.read(READ_BYTES)]
    first = time.perf_counter() - began
    while data := await reader.read(READ_BYTES):
        answer.append(data)
    last = time.perf_counter() - began
    writer.close()
    status = headers.split(b"\r\n", 1)[0]
    if b" 200" not in status:
        raise RuntimeError(f"{status.decode()}: {answer[0][:300].decode(errors='replace')}")
    case.check(b"".join(answer))
    return Times(first, last)
