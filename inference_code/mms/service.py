"""The handler service of sagemaker-inference: model_fn, input_fn, predict_fn and output_fn."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from sagemaker_inference import content_types, environment
from sagemaker_inference.errors import BaseInferenceToolkitError, UnsupportedFormatError
from sagemaker_inference.transformer import Transformer

from inference_code.errors import EngineError, MediaTypeError, NotAcceptableError, RequestError
from inference_code.handler import LoadError
from inference_code.mms.decoding import forbid_pickles
from inference_code.mms.handler_service import HandlerService
from inference_code.mms.request_headers import accepted_types, media_type, only

_TYPES = {error.status: error.type for error in (NotAcceptableError, MediaTypeError)}


class SageMakerInference(Transformer):  # type: ignore[misc]  # the toolkit ships no types
    """One model in one worker: the toolkit's Transformer without its answers to errors."""

    def load(self, model_dir: str, context: Any) -> None:
        """Find the user's functions, and call model_fn.

        Raises:
            LoadError: there is no module of that name.
        """
        name = environment.Environment().module_name
        if find_spec(name) is None:
            raise LoadError(
                f"there is no {name}.py, neither in {model_dir}/code nor in the image; "
                "SAGEMAKER_PROGRAM may name another file"
            )
        self.validate_and_initialize(model_dir=model_dir, context=context)

    def answer(self, data: list[dict[str, Any]], context: Any) -> list[Any]:
        """Call input_fn, predict_fn and output_fn, or transform_fn.

        Raises:
            RequestError: the request is wrong, or the user's functions say what it is.
        """
        headers = context.request_processor[0].get_request_properties()
        kind = media_type(headers)
        accept = accepted_types(headers, default=self._environment.default_accept)
        self._context = context
        with _toolkit_errors(kind):
            body = _text_or_bytes(only(data), kind)
            given = (self._model, body, kind, accept)
            result = self._run_handler_function(self._transform_fn, *given)
        answer, answered = result if isinstance(result, tuple) else (result, accept)
        context.set_response_content_type(0, answered.partition(",")[0])
        return [answer]

    def _default_transform_fn(
        self,
        model: Any,
        input_data: Any,
        content_type: str,
        accept: str,
        context: Any = None,  # noqa: ARG002 - the toolkit counts parameters
    ) -> Any:
        with _input_errors():
            given = self._run_handler_function(self._input_fn, input_data, content_type)
        prediction = self._run_handler_function(self._predict_fn, given, model)
        try:
            return self._run_handler_function(self._output_fn, prediction, accept)
        except UnsupportedFormatError as error:
            raise NotAcceptableError(
                f"the client accepts {accept} only, which the handler does not write"
            ) from error


@contextmanager
def _toolkit_errors(kind: str) -> Iterator[None]:
    """What the toolkit's errors mean."""
    try:
        yield
    except BaseInferenceToolkitError as error:
        raise stated(int(error.status_code), error.message) from error
    except UnsupportedFormatError as error:
        raise MediaTypeError(f"the handler does not read the Content-Type {kind!a}") from error


@contextmanager
def _input_errors() -> Iterator[None]:
    """A value that input_fn refuses is the client's mistake; so is what it cannot decode."""
    try:
        yield
    except ValueError as error:
        raise RequestError(f"the body cannot be read: {error}") from error
    except RecursionError as error:
        raise RequestError("the body cannot be read: it nests too deep") from error


def stated(status: int, message: str) -> RequestError:
    """An error with the status that the user's function chose."""
    error = RequestError(message)
    error.status = status
    of_client = _TYPES.get(status, RequestError.type)
    error.type = of_client if status < 500 else EngineError.type
    return error


def _text_or_bytes(body: bytes, kind: str) -> str | bytes:
    """As the toolkit hands it over: JSON and CSV as text."""
    if kind not in content_types.UTF8_TYPES:
        return body
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(f"the body is not UTF-8: {error}") from error


forbid_pickles()
handle = HandlerService(SageMakerInference)
