"""A client with one request, a long one unless told otherwise, which it may leave."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import orjson

from tests.containers.contract.running import INFERENCE_ID, JSON, Running, new_id
from tests.containers.log import PATIENCE_S
from tests.local.polling import until


class Asking:
    """Has sent its request when it is made, and reads the answer in a thread."""

    def __init__(self, running: Running, question: Any = None) -> None:
        self.request_id = new_id()
        self.status: int | None = None
        self.body = b""
        self.broken = False
        """Whether the connection ended in the midst."""
        self.begun = threading.Event()
        """Set by the first bytes of the body, or by the end."""
        address = urlsplit(running.url)
        connection = http.client.HTTPConnection(address.netloc, timeout=PATIENCE_S)
        connection.connect()
        self._socket: socket.socket = connection.sock
        headers = {"Content-Type": JSON, INFERENCE_ID: self.request_id}
        body = orjson.dumps(question or running.subject.long())
        connection.request("POST", address.path, body, headers)
        self._thread = threading.Thread(target=self._read, args=[connection])
        self._thread.start()

    def _read(self, connection: http.client.HTTPConnection) -> None:
        try:
            with contextlib.closing(connection), connection.getresponse() as response:
                self.status = response.status
                while piece := response.read1():
                    self.body += piece
                    self.begun.set()
        except (OSError, http.client.HTTPException):
            self.broken = True
        finally:
            self.begun.set()

    @property
    def is_done(self) -> bool:
        """Whether the answer, or the connection, has ended."""
        return not self._thread.is_alive()

    def leave(self) -> None:
        """Hang up."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self.join()

    def join(self) -> None:
        """Wait for the end of the answer."""
        self._thread.join(PATIENCE_S)
        assert self.is_done


@contextlib.contextmanager
def busy(running: Running, *, times: int = 1) -> Iterator[Asking]:
    """A long request in the only slot of a container without a queue: others are refused."""
    asking = Asking(running, running.subject.long(times))

    def is_refused() -> bool:
        nonlocal asking
        if asking.is_done:
            assert asking.status == 429, "the long request is over before another was refused"
            asking = Asking(running, running.subject.long(times))
        return running.ask(running.subject.smallest()).status_code == 429

    until(is_refused)
    try:
        yield asking
    finally:
        asking.leave()


@contextlib.contextmanager
def full(running: Running, *, times: int = 1) -> Iterator[list[Asking]]:
    """A long request in the only slot of a container, and a short one in its only place to wait.

    Three are asked, whichever comes first: if one is refused, the two others are there.
    """
    bodies = [running.subject.long(times), *[running.subject.smallest()] * 2]
    asked = [Asking(running, body) for body in bodies]

    def short_one_is_refused() -> bool:
        if [each.status for each in asked if each.is_done] == [429] and not asked[0].is_done:
            return True
        for place, each in enumerate(asked):
            if each.is_done:
                assert place > 0 or each.status == 429, "the long request is over already"
                asked[place] = Asking(running, bodies[place])
        return False

    until(short_one_is_refused)
    try:
        yield [each for each in asked if each.status != 429]
    finally:
        for each in asked:
            each.leave()


def is_broken_off(running: Running, asking: Asking) -> bool:
    """Whether a request got no whole answer, and its line says that the server is why."""
    is_whole = asking.status == 200 and running.subject.is_whole(asking.body)
    return not is_whole and running.line(asking.request_id)["finish_reason"] == "error"
