"""Our server and llama.cpp's own HTTP server, in one process and on one engine.

The only difference that is left between the two is the way of a request to the engine and of its
tokens back. The first line on stdout is the address of llama.cpp's server.
"""

import os
import sys

from inference_code.handlers.llamacpp import LlamaCpp, engine_parameters, find_model
from inference_code.server.process import leave, serve
from inference_code.server.single_model import SingleModel
from inference_code.settings import Settings


class OpenLlamaCpp(LlamaCpp):
    """The handler, with the engine's own listener on a TCP port instead of a hidden file."""

    def load(self) -> None:
        """Load the model and say where llama.cpp listens."""
        model = find_model(self._settings.model_dir)
        address = self.start_engine(engine_parameters(self._settings, model, "127.0.0.1"))
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()


def main() -> None:
    """Serve until SIGTERM."""
    settings = Settings.from_environment(os.environ)
    leave(serve(settings, SingleModel(settings, OpenLlamaCpp(settings))))


if __name__ == "__main__":
    main()
