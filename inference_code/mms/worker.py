"""The program of a worker: Multi Model Server's own, tied to the life of our server.

Java starts one such process for each model. It forks a child for each worker, when Java connects
to it; the child loads the model.
"""

import contextlib
import gc
import importlib
import logging
import os
import sys

from mms.arg_parser import ArgParser
from mms.model_service_worker import MXNetModelServiceWorker

from inference_code.mms.handler_service import HandlerService, is_reported
from inference_code.mms.lifeline import Lifeline

_DISCONNECTED = "Frontend disconnected"


def main() -> None:
    """Listen until Java or our server ends."""
    logging.basicConfig(stream=sys.stdout, format="%(message)s", level=logging.INFO)
    logging.getLogger().handlers[0].addFilter(_is_news)
    # Once for each request, and read by nobody.
    logging.getLogger("mms.service").setLevel(logging.WARNING)
    Lifeline(os.environ).watch(whole_group=True)
    given = ArgParser.model_service_worker_args().parse_args()
    prepare(given.handler)
    model = {
        "handler": given.handler.encode(),
        "modelPath": given.model_path.encode(),
        "modelName": given.model_name.encode(),
    }
    where = (given.sock_type, given.sock_name, given.host, given.port)
    worker = MXNetModelServiceWorker(*where, model, given.preload_model, given.tmp_dir)
    worker.run_server()


def prepare(handler: str) -> None:
    """Do what one of our handler services wants to be done before workers are forked.

    A failure is left to the workers, which meet it again and report it.
    """
    module, _, name = handler.partition(":")
    with contextlib.suppress(Exception):
        service = getattr(importlib.import_module(module), name)
        if isinstance(service, HandlerService):
            service.prepare()
            # What is here now stays, and is shared; counting it again would copy it.
            gc.collect()
            gc.freeze()


def _is_news(record: logging.LogRecord) -> bool:
    """Keep what need not be said: that Java has let a worker go, and what our server has heard."""
    error = record.exc_info[1] if record.exc_info else None
    return error is None or (str(error) != _DISCONNECTED and not is_reported(error))
