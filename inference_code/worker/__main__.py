"""`python -m inference_code.worker DESCRIPTOR PARENT`: the process of one engine.

DESCRIPTOR is the number of a socket whose other end the server holds. The first message on it
is the settings. Signals are left to the server, whose end closes the socket; PARENT is its
process id, because an engine that loads may keep this process from looking at the socket.
"""

import asyncio
import logging
import os
import signal
import socket
import sys

from inference_code.handlers import create_handler
from inference_code.parent import end_with_parent
from inference_code.worker.messages import receive, settings_from_message
from inference_code.worker.spinning import limit_spinning
from inference_code.worker.worker import Worker


async def main(descriptor: int) -> None:
    """Serve the connection, and leave without waiting for the engine's threads."""
    connection = socket.socket(fileno=descriptor)
    reader, writer = await asyncio.open_connection(sock=connection)
    if (message := await receive(reader)) is not None:
        handler = create_handler(settings_from_message(message))
        await Worker(handler, reader, writer).run()
    os._exit(0)


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    end_with_parent(int(sys.argv[2]))
    limit_spinning(os.environ)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(main(int(sys.argv[1])))
