"""What Multi Model Server itself answers, in our words."""

import orjson

from inference_code.errors import (
    BodyTooLargeError,
    EngineError,
    InsufficientMemoryError,
    ModelNotLoadedError,
    RequestError,
    UnavailableError,
)
from inference_code.mms.client import Reply

_BROKEN = (
    "the worker with this request ended before it answered; another one starts. Its last words "
    "are in the log"
)


def refusal(reply: Reply, model: str) -> RequestError:
    """The error that an answer of Multi Model Server means, which no handler has given."""
    if reply.status == 400 and _message(reply) == "Invalid HTTP message.":
        return RequestError("the headers are over 8192 bytes, the limit of Multi Model Server")
    if reply.status == 404:
        return ModelNotLoadedError(f"the model {model!r} is not loaded")
    if reply.status == 413:
        return BodyTooLargeError("the body is over the limit of Multi Model Server")
    if reply.status == 503:
        return UnavailableError(f"no worker is ready for the model {model!r}: {_message(reply)}")
    if reply.status == 507 and _message(reply) != "Worker died.":
        return InsufficientMemoryError(f"the model {model!r} needs more memory than there is")
    if _message(reply) == "Worker died.":
        return EngineError(_BROKEN)
    return EngineError(f"Multi Model Server answered {reply.status}: {_message(reply)}")


def _message(reply: Reply) -> str:
    """The message of its error object, `{"code", "type", "message"}`."""
    try:
        document = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return "it gives no reason"
    return str(document.get("message", "it gives no reason"))
