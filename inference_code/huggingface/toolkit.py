"""What the Hugging Face toolkit does by itself: any pipeline of Transformers, and its encodings.

https://github.com/aws/sagemaker-huggingface-inference-toolkit
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from sagemaker_huggingface_inference_toolkit import decoder_encoder, transformers_utils
from sagemaker_huggingface_inference_toolkit.handler_service import HuggingFaceHandlerService
from sagemaker_inference.errors import UnsupportedFormatError
from transformers.pipelines import PIPELINE_REGISTRY, PipelineException

from inference_code.errors import MediaTypeError, NotAcceptableError, RequestError
from inference_code.huggingface.failure import loading, reason_of, running
from inference_code.huggingface.model import Asked
from inference_code.huggingface.needs import check_needs
from inference_code.huggingface.source import find_source
from inference_code.huggingface.task import TASKS, check_task, find_task
from inference_code.huggingface.trust import check_request
from inference_code.mms.decoding import read_npy

_JSON = "application/json"
_NPY = decoder_encoder.content_types.NPY
_WAVES = ("audio/wav", "audio/x-wav", "audio/vnd.wave")
"""Names of the format that the toolkit calls audio/wave only; the last is that of RFC 2361."""
_AT_FAULT = (
    *(AttributeError, FileNotFoundError, KeyError, TypeError, ValueError),
    PipelineException,
)
"""What pipelines raise for inputs or parameters that they do not take."""


class HuggingFaceToolkit:
    """The toolkit's own functions, in place of those that an inference.py does not define."""

    def __init__(self) -> None:
        self._service = HuggingFaceHandlerService()
        decoder_encoder._decoder_map[_NPY] = read_npy
        for name in _WAVES:
            decoder_encoder._decoder_map[name] = decoder_encoder.decode_audio

    def default_model_fn(self, model_dir: str, context: Any) -> Any:
        """Create the pipeline of the model's task. Raises LoadError."""
        source = find_source(os.environ, Path(model_dir))
        task = chosen_task(os.environ, source.folder)
        return create_pipeline(task, source.folder, device_of(context))

    def default_input_fn(self, body: bytes | str, content_type: str) -> Any:
        """Decode JSON, CSV, NPY, an image or a sound. Raises RequestError."""
        try:
            return self._service.preprocess(body, content_type)
        except UnsupportedFormatError:
            given = f"is {content_type!r}" if content_type else "is missing"
            raise MediaTypeError(
                f"the Content-Type {given}; the toolkit reads {_kinds('_decoder_map')}"
            ) from None
        except Exception as error:  # of json, csv, numpy, Pillow, the toolkit
            message = f"the body cannot be read as {content_type}: {reason_of(error)}"
            raise RequestError(message) from error

    def default_predict_fn(self, data: Any, model: Any) -> Any:
        """Call a pipeline with `inputs` and `parameters`. Raises RequestError."""
        if not isinstance(data, dict):
            raise RequestError('the body must be a JSON object: {"inputs": ..., "parameters": {}}')
        if not isinstance(data.get("parameters") or {}, dict):
            raise RequestError("parameters: input should be an object", param="parameters")
        check_request(data, model)
        with running():
            try:
                return self._service.predict(data, model)
            except _AT_FAULT as error:
                task = getattr(model, "task", "the model")
                raise RequestError(f"{task} does not take this: {reason_of(error)}") from error

    def default_output_fn(self, prediction: Any, accept: str) -> tuple[bytes | str, str]:
        """Encode as the first media type that the toolkit writes. Raises NotAcceptableError."""
        for kind in accept.split(","):
            wanted = _JSON if kind in ("", "*/*", "application/*") else kind.strip().lower()
            try:
                return self._service.postprocess(prediction, wanted), wanted
            except UnsupportedFormatError:
                continue
        written = _kinds("_encoder_map")
        raise NotAcceptableError(f"the client accepts {accept} only; the toolkit writes {written}")


@dataclass(frozen=True)
class Prediction:
    """What a pipeline returns; see `inference_code.huggingface.model.Said`."""

    toolkit: HuggingFaceToolkit
    value: Any
    operation = None
    usage = None
    finish_reason = None

    def write(self, accept: str) -> tuple[bytes | str, str]:
        """The value as the toolkit writes it."""
        return self.toolkit.default_output_fn(self.value, accept)


class PipelineModel:
    """A task that is none of our operations: `{"inputs": ..., "parameters": {...}}` or a file."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self._toolkit = HuggingFaceToolkit()

    def answer(self, asked: Asked) -> Prediction:
        """Answer one request. Raises RequestError."""
        data = self._toolkit.default_input_fn(asked.body, asked.content_type)
        return Prediction(self._toolkit, self._toolkit.default_predict_fn(data, self._pipeline))


def chosen_task(environ: Mapping[str, str], folder: Path) -> str:
    """The task to serve; those that a model's own code has registered are known, too.

    Raises:
        LoadError: there is no such task, or nothing tells it.
    """
    check_task(environ, TASKS.union(PIPELINE_REGISTRY.get_supported_tasks()))
    return find_task(environ, folder)


def create_pipeline(task: str, folder: Path, device: int) -> Any:
    """Create the pipeline of a task on a GPU, or on the CPU if `device` is -1.

    Raises:
        LoadError: the files are not for it, or what it needs is not installed.
    """
    check_needs(task)
    with loading(f"{folder} as {task}"):
        return transformers_utils.get_pipeline(task, device, str(folder))


def device_of(context: Any) -> int:
    """The GPU that Multi Model Server has given to this worker; -1 without one."""
    gpu = context.system_properties.get("gpu_id")
    return int(gpu) if gpu is not None and torch.cuda.is_available() else -1


def _kinds(name: str) -> str:
    return ", ".join(getattr(decoder_encoder, name))
