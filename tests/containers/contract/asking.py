"""A client with one long request, which it may leave."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import orjson

from tests.containers.contract.running import INFERENCE_ID, JSON, Running, new_id
from tests.containers.log import PATIENCE_S
from tests.local.polling import until


class Asking:
    """Has sent its request when it is made, and reads the answer in a thread."""

    def __init__(self, running: Running) -> None:
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
        body = orjson.dumps(running.subject.long())
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
def busy(running: Running) -> Iterator[Asking]:
    """A long request in the only slot of a container without a queue: others are refused."""
    asking = Asking(running)

    def is_refused() -> bool:
        nonlocal asking
        if asking.is_done:
            assert asking.status == 429, "the long request is over before another was refused"
            asking = Asking(running)
        return running.ask(running.subject.smallest()).status_code == 429

    until(is_refused)
    try:
        yield asking
    finally:
        asking.leave()
