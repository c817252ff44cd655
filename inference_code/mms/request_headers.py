"""Reads what a worker gets to see of a request."""

from collections.abc import Mapping, Sequence
from typing import Any

from inference_code.errors import MediaTypeError

ANYTHING = "*/*"


def media_type(headers: Mapping[str, str]) -> str:
    """The Content-Type without its parameters; empty if there is none.

    Raises:
        MediaTypeError: the charset is not UTF-8.
    """
    kind, *options = [part.strip() for part in _header(headers, "content-type").split(";")]
    for option in options:
        name, _, value = option.partition("=")
        if name.lower() == "charset" and value.strip('"').lower() not in ("utf-8", "utf8"):
            raise MediaTypeError(f"the charset of the body is {value}; send UTF-8")
    return kind.lower()


def accepted_types(headers: Mapping[str, str], *, default: str) -> str:
    """The types that the client accepts, separated by commas; `default` stands for any type."""
    parts = [part.partition(";")[0].strip() for part in _header(headers, "accept").split(",")]
    return ",".join(default if part in ("", ANYTHING) else part for part in parts)


def only(data: Sequence[Mapping[str, Any]]) -> bytes:
    """The body of the only request of a batch.

    Raises:
        MediaTypeError: Multi Model Server has taken the body apart, as it does with forms.
    """
    body = data[0].get("body")
    if body is None:
        raise MediaTypeError("forms (multipart and urlencoded) are not taken; send the bare body")
    return bytes(body)


def _header(headers: Mapping[str, str], name: str) -> str:
    for key, value in headers.items():
        if key.lower() == name:
            return value
    return ""
