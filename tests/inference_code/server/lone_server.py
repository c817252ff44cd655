"""Serves a model whose load holds Python's lock until somebody writes to stdin.

Prints its port, and the id of the process that serves.
"""

import ctypes
import os

from inference_code.server.first_process import stand_aside
from inference_code.server.process import leave, serve
from inference_code.server.single_model import SingleModel
from lockgate.local.ports import free_port
from tests.inference_code.scripted import ScriptedHandler, settings


class LoneHandler(ScriptedHandler):
    """Loads as xllamacpp does."""

    loads_alone = True

    def load(self) -> None:
        """Wait for a byte without letting other threads run."""
        ctypes.PyDLL(None).read(0, ctypes.create_string_buffer(1), 1)


if __name__ == "__main__":
    stand_aside()
    port = free_port()
    print(port, os.getpid(), flush=True)  # noqa: T201 - for the test
    given = settings(SAGEMAKER_BIND_TO_PORT=str(port), LOCKGATE_BIND_HOST="127.0.0.1")
    leave(serve(given, SingleModel(given, LoneHandler("Hello"))))
