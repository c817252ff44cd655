"""Requests and answers at the level of bytes: what no HTTP library would send, or tell."""

import socket
from typing import Any
from urllib.parse import urlsplit

import orjson

from tests.containers.contract.running import Running
from tests.containers.log import PATIENCE_S

_HEAD = (
    b"POST PATH HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    b"X-Amzn-SageMaker-Inference-Id: ID\r\n"
)
BROKEN = {
    "no request": b"Hello!\r\n\r\n",
    "no protocol": b"POST PATH\r\n\r\n",
    "a header without a colon": b"POST PATH HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n",
    "a length that is a word": b"POST PATH HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n",
    "a negative length": b"POST PATH HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "chunks with a length that is a word": _HEAD + b"Transfer-Encoding: chunked\r\n\r\nten\r\n{}",
    "two lengths": (
        b"POST PATH HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"
    ),
}
"""What is wrong with them; PATH is where inferences are asked for."""
CUT_SHORT = {
    "a body shorter than its length": _HEAD + b"Content-Length: 100\r\n\r\n{",
    "chunks without their end": _HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "a chunk that is cut": _HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n{}",
}
"""Requests whose body does not come to its end."""
DECLARED = _HEAD + b"Content-Length: LENGTH\r\n\r\n{"
"""A request that says how long its body is to be, and sends next to nothing of it."""


def send(running: Running, data: bytes, *, request_id: str = "", ends: bool = True) -> bytes:
    """Send some bytes and no more; what is answered until the connection ends.

    With `ends`, the server is told that no more will come.
    """
    address = urlsplit(running.url)
    for word, value in {b"PATH": address.path, b"ID\r\n": f"{request_id}\r\n"}.items():
        data = data.replace(word, value.encode())
    where = (str(address.hostname), int(address.port or 0))
    with socket.create_connection(where, timeout=PATIENCE_S) as connection:
        connection.sendall(data)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return answer


def chunks(running: Running, question: Any) -> list[bytes]:
    """The pieces that a server has cut its answer into (chunked transfer coding, RFC 9112)."""
    body = orjson.dumps(question)
    length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    head, _, rest = send(running, _HEAD + length + body, ends=False).partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head.lower(), head
    found = []
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        found.append(rest[: int(size, 16)])
        rest = rest[int(size, 16) + len(b"\r\n") :]
    assert found.pop() == b""
    return found
