"""`python -m inference_code serve`: the entry point of the containers."""

import logging
import os
import sys
from importlib import import_module

from inference_code.handler import LoadError
from inference_code.handlers import MODEL_SERVER, check_handler, create_handler
from inference_code.multi_model.service import MultiModel
from inference_code.server.first_process import stand_aside
from inference_code.server.process import fail, leave, serve
from inference_code.server.service import Service
from inference_code.server.single_model import SingleModel
from inference_code.settings import Settings, SettingsError

USAGE = "usage: python -m inference_code serve"


def main(arguments: list[str]) -> int:
    """Serve; SageMaker passes `serve` as the only argument."""
    if arguments != ["serve"]:
        return fail(USAGE)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("inference_code").setLevel(logging.INFO)
    try:
        settings = Settings.from_environment(os.environ)
        service = create_service(settings)
    except (SettingsError, LoadError) as error:
        return fail(str(error))
    return serve(settings, service)


def create_service(settings: Settings) -> Service:
    """Create what the platform asks for: one model, or many.

    Raises:
        SettingsError: a setting has a value that the server cannot use.
    """
    if settings.handler == MODEL_SERVER:
        # Imported only now: what it needs is in the images that use it.
        service: Service = import_module("inference_code.mms.server").ModelServer(settings)
        return service
    check_handler(settings)
    if settings.multi_model:
        return MultiModel(settings)
    return SingleModel(settings, create_handler(settings))


if __name__ == "__main__":
    stand_aside()
    leave(main(sys.argv[1:]))
