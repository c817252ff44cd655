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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mms.arg_parser import ArgParser
from mms.model_service_worker import MXNetModelServiceWorker

from inference_code.mms.handler_service import HandlerService, is_reported, report
from inference_code.mms.lifeline import Lifeline

_DISCONNECTED = "Frontend disconnected"


class Worker(MXNetModelServiceWorker):  # type: ignore[misc]  # it has no types
    """Multi Model Server's worker, which prepares before it forks, and always tells of a failure.

    Java gives it a minute until it listens. What takes longer, such as importing PyTorch from a
    slow disk, is done after that, while the first connection waits.
    """

    def __init__(self, given: Any) -> None:
        where = (given.sock_type, given.sock_name, given.host, given.port)
        # With `preload_model`, what listens calls `load_model` before it waits for a connection.
        super().__init__(*where, model_request=None, preload_model=True, tmp_dir=given.tmp_dir)
        self._handler = given.handler
        self._prepared = False

    def load_model(self, load_model_request: Mapping[str, bytes] | None = None) -> Any:
        """Load the model, in a worker; without a request, prepare for that once."""
        if load_model_request is not None:
            return self._load(load_model_request)
        if not self._prepared:
            prepare(self._handler)
        self._prepared = True
        return None

    def _load(self, request: Mapping[str, bytes]) -> Any:
        try:
            return super().load_model(request)
        except BaseException as error:
            # Not of the handler service's own work: it could not be imported, or was never asked.
            if not is_reported(error):
                name, folder = (request[key].decode() for key in ("modelName", "modelPath"))
                Lifeline(os.environ).tell(model=name, **report(error, Path(folder)))
            raise


def main() -> None:
    """Listen until Java or our server ends."""
    logging.basicConfig(stream=sys.stdout, format="%(message)s", level=logging.INFO)
    logging.getLogger().handlers[0].addFilter(_is_news)
    # Once for each request, and read by nobody.
    logging.getLogger("mms.service").setLevel(logging.WARNING)
    given = ArgParser.model_service_worker_args().parse_args()
    lifeline = Lifeline(os.environ)
    lifeline.watch(whole_group=True)
    lifeline.tell(model=given.model_name, listens=True)
    try:
        Worker(given).run_server()
    except Exception as error:
        said = report(error, Path(given.model_path))
        lifeline.tell(model=given.model_name, listens=True, **said)
        raise


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
