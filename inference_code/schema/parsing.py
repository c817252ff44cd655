"""From the bytes of a request to its model, or to one clear error."""

from collections.abc import Set
from difflib import get_close_matches

import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from inference_code.errors import RequestError
from inference_code.handler import Operation
from inference_code.schema.chat import JsonSchema, ResponseFormat, StreamOptions
from inference_code.schema.document import read_document
from inference_code.schema.forms import InferenceRequest, find_form
from inference_code.schema.messages import Message, TextPart


def parse_request(body: bytes, operations: Set[Operation]) -> InferenceRequest:
    """Read a request to a model that has these operations; see `inference_code.schema.forms`.

    Raises:
        RequestError: the body is not JSON, not an object, of no form that this model answers, or
            has a wrong field.
    """
    document = read_document(body)
    form = find_form(document, operations).request
    try:
        return form.model_validate(document)
    except ValidationError as error:
        raise _explain(min(error.errors(), key=_rank), form) from None


def _rank(error: ErrorDetails) -> int:
    """A wrong `type` comes first, since it decides about the fields beside it; then unknown fields:
    a misspelt one is also the reason for a missing one."""
    if error["type"] == "literal_error" and error["loc"][-1] == "type":
        return 0
    return 1 if error["type"] == "extra_forbidden" else 2


def _explain(error: ErrorDetails, form: type[BaseModel]) -> RequestError:
    """Say the first error in one sentence that begins with the field's path."""
    path = _path(error["loc"])
    if error["type"] == "extra_forbidden":
        field = path if _is_written(error["loc"][-1]) else f"{str(error['loc'][-1])[:60]!r}"
        return RequestError(f"{field} is not a known field{_nearest(error, form)}", param=path)
    if error["type"] == "missing":
        return RequestError(f"{path} is missing", param=path)
    if error["type"] == "too_short":
        return RequestError(f"{path} must not be empty", param=path)
    if error["type"] in ("model_type", "dict_type"):
        return RequestError(f"{path}: input should be an object{_given(error)}", param=path)
    reason = error["msg"].removeprefix("Value error, ")
    if not path:
        return RequestError(reason)
    return RequestError(f"{path}: {reason[0].lower()}{reason[1:]}{_given(error)}", param=path)


def _path(location: tuple[int | str, ...]) -> str:
    """Write a location as `messages[0].role`; pydantic's own marks are not part of it."""
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _is_written(step):
            name = step if len(step) <= 60 else f"{step[:57]}..."
            text += f".{name}" if text else name
    return text


def _is_written(step: int | str) -> bool:
    """Whether a step is a name of the client's, rather than one of pydantic's marks."""
    return isinstance(step, int) or (step != "" and not step.startswith(("#", "[")))


def _given(error: ErrorDetails) -> str:
    value = error["input"]
    if isinstance(value, list | dict):
        return ""
    text = repr(value) if isinstance(value, str) else orjson.dumps(value).decode()
    return f" (got {text[:57] + '...' if len(text) > 60 else text})"


def _nearest(error: ErrorDetails, form: type[BaseModel]) -> str:
    """Suggest the field that was probably meant, among those of the innermost known object."""
    model = form
    for step in error["loc"][:-1]:
        model = _PARTS.get(step) or _part(model, step)
    names = [field.alias or name for name, field in model.model_fields.items()]
    near = get_close_matches(str(error["loc"][-1]), names, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _part(model: type[BaseModel], step: int | str) -> type[BaseModel]:
    """The object in a field, if there is one."""
    field = model.model_fields.get(str(step))
    kind = field.annotation if field is not None else None
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else model


_PARTS: dict[int | str, type[BaseModel]] = {
    "messages": Message,
    "#parts": TextPart,
    "stream_options": StreamOptions,
    "response_format": ResponseFormat,
    "json_schema": JsonSchema,
}
