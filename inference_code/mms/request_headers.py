"""Reads what a worker gets to see of a request."""

from collections.abc import Mapping, Sequence
from typing import Any

from inference_code.errors import MediaTypeError, NotAcceptableError

ANYTHING = "*/*"
FORM_REFUSED = "forms (multipart and urlencoded) are not taken; send the bare body"


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
    """The types that the client accepts, separated by commas; `default` stands for any type.

    Raises:
        NotAcceptableError: they have letters that are in no type. Handlers may answer with one.
    """
    parts = [part.partition(";")[0].strip() for part in _header(headers, "accept").split(",")]
    accepted = ",".join(default if part in ("", ANYTHING) else part for part in parts)
    if not is_writable(accepted):
        raise NotAcceptableError(f"the client accepts {accepted!a}, which is no media type")
    return accepted


def is_writable(kind: str) -> bool:
    """Whether Multi Model Server can write a media type: after a letter of two bytes, it and its
    worker would wait for each other for ever."""
    return kind.isascii() and kind.isprintable()


def only(data: Sequence[Mapping[str, Any]]) -> bytes:
    """The body of the only request of a batch.

    Raises:
        MediaTypeError: Multi Model Server has taken the body apart, as it does with forms.
    """
    body = data[0].get("body")
    if body is None:
        raise MediaTypeError(FORM_REFUSED)
    return bytes(body)


def _header(headers: Mapping[str, str], name: str) -> str:
    for key, value in headers.items():
        if key.lower() == name:
            return value
    return ""
