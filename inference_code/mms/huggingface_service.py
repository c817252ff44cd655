"""The handler service of the Hugging Face toolkit: an inference.py, and the toolkit's defaults."""

import os
from importlib import import_module

from inference_code.hub_store import hub_store
from inference_code.huggingface.source import check_source, offline
from inference_code.huggingface.task import check_task
from inference_code.mms.handler_service import HandlerService
from inference_code.mms.service import SageMakerInference
from inference_code.settings import Settings


def prepare() -> None:
    """Import torch and Transformers, which takes seconds, once for all workers.

    Raises:
        LoadError: there is nothing to load with them, or nothing to do with it, and no code of the
            model's own either.
    """
    settings = Settings.from_environment(os.environ)
    folder = settings.model_dir
    if not settings.multi_model and not (folder / "code").is_dir():
        check_source(os.environ, folder)
        check_task(os.environ)
    # Transformers reads these variables once, when it is imported.
    os.environ.update(offline(os.environ, folder) | hub_store(os.environ))
    import_module("inference_code.huggingface.loading")


def create() -> SageMakerInference:
    """Create the toolkit, in the worker that is to load the model. Raises LoadError."""
    prepare()
    toolkit = import_module("inference_code.huggingface.toolkit")
    return SageMakerInference(toolkit.HuggingFaceToolkit())


handle = HandlerService(create, prepare=prepare)
