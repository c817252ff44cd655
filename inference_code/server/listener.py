"""The port that the platform gives."""

import socket

from inference_code.settings import Settings


class StartError(Exception):
    """The server cannot start; the message is the whole explanation."""


def bind(settings: Settings) -> socket.socket:
    """Take the port before the model is loaded: a taken one is then noticed at once.

    Raises:
        StartError: the address cannot be bound.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio switches off the waiting for more bytes (TCP_NODELAY) only where the protocol is said.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise StartError(
            f"cannot listen on {settings.host}:{settings.port} (SAGEMAKER_BIND_TO_PORT): "
            f"{error.strerror}"
        ) from error
    return listener
