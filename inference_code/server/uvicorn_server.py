"""uvicorn, as both the server and its doorkeeper use it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from inference_code.errors import RequestError
from inference_code.telemetry import Telemetry

BACKLOG = 2048
CONNECTIONS_S = 2
"""Time for what is still under way when the server ends; before it, `sent` is waited for."""
LOOKING_S = 0.1
KEPT_S = 75
"""Time for which a connection is kept for the next request: longer than a minute, after which many
proxies give one up. Whoever closes first loses no request that the other has just sent."""
LONGEST_HEAD_KIB = 16
NO_HTTP = (
    f"the request cannot be read: its head is over {LONGEST_HEAD_KIB} KiB, or its head or the "
    "frame of its body is no HTTP"
)
_BEFORE_AN_ANSWER = (h11.IDLE, h11.SEND_RESPONSE)


class Protocol(H11Protocol):
    """Refuses what is no HTTP in the form of all errors."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it says as much
        """Answer, and end the connection: nobody knows where the next request begins."""
        if self.conn.our_state in _BEFORE_AN_ANSWER:
            self._refuse()
        self.transport.close()

    def _refuse(self) -> None:
        body = RequestError(NO_HTTP).body()
        headers = {
            "content-type": "application/json",
            "content-length": str(len(body)),
            "connection": "close",
        }
        start = h11.Response(status_code=400, headers=list(headers.items()), reason="Bad Request")
        for event in (start, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")


class UvicornServer(uvicorn.Server):
    """uvicorn that leaves signals alone, and sleeps while nothing happens.

    Its own answer to SIGTERM cannot drain, and its clock ticks ten times a second, which an engine
    that keeps all cores busy feels. `closes` ends each connection after its answer.

    There is no limit of time for a head or a body, nor of connections: see decision 41.
    """

    def __init__(self, application: ASGIApp, *, closes: bool = False) -> None:
        config = uvicorn.Config(
            Telemetry(application),
            http=Protocol,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            date_header=False,
            h11_max_incomplete_event_size=LONGEST_HEAD_KIB * 1024,
            timeout_graceful_shutdown=CONNECTIONS_S,
            timeout_keep_alive=KEPT_S,
            backlog=BACKLOG,
            headers=[("connection", "close")] if closes else [],
        )
        super().__init__(config)
        self.ending = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle no signal."""
        yield

    async def sent(self) -> None:
        """Wait until the clients have taken all that was written for them.

        An application gets rid of a whole answer at once, however slowly its client reads it.
        """
        while any(
            _has_unsent(connection.transport) for connection in self.server_state.connections
        ):
            await asyncio.sleep(LOOKING_S)

    async def main_loop(self) -> None:
        """Wait for the end instead of looking for it."""
        await self.on_tick(0)
        await self.ending.wait()


def _has_unsent(transport: asyncio.Transport) -> bool:
    return transport.get_write_buffer_size() > 0
