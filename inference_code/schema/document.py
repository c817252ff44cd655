"""The JSON object that a request's body is, whichever server answers it."""

from typing import Any

import orjson

from inference_code.errors import RequestError


def read_document(body: bytes) -> dict[str, Any]:
    """Read a body.

    Raises:
        RequestError: it is not JSON, or no object.
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestError(f"the body is not valid JSON: {error}") from None
    if not isinstance(document, dict):
        raise RequestError("the body must be a JSON object")
    return document
