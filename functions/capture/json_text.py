"""JSON as it is read and written here."""

import json
from typing import Any

from .trouble import UnreadableError

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def loads(text: str) -> Any:
    """Read a document.

    Raises:
        json.JSONDecodeError: it is none.
        UnreadableError: it is nested too deep to be worked on.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnreadableError("a document nests too deep") from error
    except json.JSONDecodeError:
        raise
    except ValueError as error:  # more digits than Python reads
        raise json.JSONDecodeError("a number is too long", "", 0) from error


def compact(value: Any) -> str:
    """Write a document without spaces, as SageMaker does."""
    text = _encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a pair, which only an escape can write
        return json.dumps(value, separators=(",", ":"))
    return text
