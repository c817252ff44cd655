"""Ports of the loopback interface."""

import itertools
import secrets
import socket

HOST = "127.0.0.1"
DEFAULT_PORT = 4566
"""Where emulators of AWS usually listen."""
GIVEN = range(20_000, 30_000)
"""Ports that are given to servers. Systems give those above 32767 to whoever asks for any port, and
to each outgoing connection: such a port may be taken before its server listens."""
_turns = itertools.count(secrets.randbelow(len(GIVEN)))


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that is free now, and that no other call here returns for long.

    Raises:
        OSError: none of `GIVEN` is free.
    """
    for turn in itertools.islice(_turns, len(GIVEN)):
        port = GIVEN[turn % len(GIVEN)]
        if is_free(port):
            return port
    raise OSError(f"no port from {GIVEN[0]} to {GIVEN[-1]} is free; end some servers")
