"""Errors that a client sees, each with its HTTP status; rendered in one place."""

import orjson


class RequestError(Exception):
    """A request that is answered with `{"error": {"type", "message", "param"}}`."""

    status = 400
    type = "invalid_request_error"
    retry_after_s: int | None = None

    def __init__(self, message: str, *, param: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param = param

    def body(self) -> bytes:
        """The error as JSON."""
        # A reason may quote half a character, for which UTF-8 has no bytes.
        message = self.message.encode(errors="backslashreplace").decode()
        return orjson.dumps({"error": {"type": self.type, "message": message, "param": self.param}})


class ContextLengthError(RequestError):
    """The prompt does not fit into the context."""

    type = "context_length_exceeded"


class ModelNotFoundError(RequestError):
    """The request names a model that this server does not serve."""

    status = 404
    type = "model_not_found"


class ModelNotLoadedError(RequestError):
    """No model is loaded under the name that the platform uses."""

    status = 404
    type = "model_not_loaded"


class ModelLoadedError(RequestError):
    """A model is to be loaded that is loaded already."""

    status = 409
    type = "model_already_loaded"


class InvalidModelError(RequestError):
    """The files of a model cannot be loaded."""

    type = "invalid_model"


class InsufficientMemoryError(RequestError):
    """A model needs more memory than can be freed."""

    status = 507
    type = "insufficient_memory"


class NotAcceptableError(RequestError):
    """The client accepts none of the media types that the server writes."""

    status = 406
    type = "not_acceptable"


class BodyTooLargeError(RequestError):
    """The body is over the limit."""

    status = 413
    type = "body_too_large"


class MediaTypeError(RequestError):
    """The body is not JSON."""

    status = 415
    type = "unsupported_media_type"


class OverloadedError(RequestError):
    """All slots are busy and the queue is full."""

    status = 429
    type = "overloaded"
    retry_after_s = 1


class EngineError(RequestError):
    """The engine failed at a request that was right."""

    status = 500
    type = "engine_error"


SHUTTING_DOWN = "this server is shutting down"


class UnavailableError(RequestError):
    """The model is still loading, or the server is shutting down."""

    status = 503
    type = "unavailable"
    retry_after_s = 5
