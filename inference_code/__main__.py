"""`python -m inference_code serve`: the entry point of the containers."""

import logging
import os
import sys

from inference_code.handler import LoadError
from inference_code.handlers import create_handler
from inference_code.server.process import fail, leave, serve
from inference_code.settings import Settings, SettingsError

USAGE = "usage: python -m inference_code serve"


def main(arguments: list[str]) -> int:
    """Serve; SageMaker passes `serve` as the only argument."""
    if arguments != ["serve"]:
        return fail(USAGE)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = Settings.from_environment(os.environ)
        handler = create_handler(settings)
    except (SettingsError, LoadError) as error:
        return fail(str(error))
    return serve(settings, handler)


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
