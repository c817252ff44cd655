"""Reads counts out of the passing answer of an engine that is not ours, such as vLLM."""

import re
from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.types import Message

from inference_code.telemetry.long_answer import LongAnswer
from inference_code.telemetry.record import BROKEN, Inference

LONGEST_KEPT = 1024 * 1024
"""Bytes of an answer that are kept for reading; of a longer one, its two ends. A stream with a
longer event is read no further."""
LONGEST_NAME = 256
TELLS = re.compile(rb'"(usage|finish_reason|error)": ?["{]')
"""What makes an event more than a piece of text; within a text, quotes are escaped."""


class BytesReader:
    """Keeps a plain answer, or the last events of a stream with usage, finish reason or error.

    A stream tells its token counts only if its client asked for `stream_options.include_usage`.
    """

    def __init__(self, start: Message) -> None:
        content_type = Headers(raw=start.get("headers", [])).get("content-type", "")
        self._stream = content_type.startswith("text/event-stream")
        self._rest = b""
        self._long: LongAnswer | None = None
        self._told: dict[bytes, bytes] = {}
        """The last event that has a member, by its name."""

    def feed(self, body: bytes) -> None:
        """Take the next bytes of the answer; an event may be split anywhere."""
        if self._long is not None:
            self._long.feed(body)
            return
        self._rest += body
        if self._stream:
            *lines, self._rest = self._rest.split(b"\n")
            for line in lines:
                if line.startswith(b"data:"):
                    self._told |= dict.fromkeys(TELLS.findall(line), line[5:])
        if len(self._rest) > LONGEST_KEPT:
            self._long, self._rest = LongAnswer(self._rest), b""

    def fill(self, record: Inference) -> None:
        """Write what was read into the record."""
        record.stream = self._stream
        if self._long is not None and not self._stream:
            _read(self._long.document(), record)
        events = [self._told.get(name, b"") for name in (b"usage", b"finish_reason", b"error")]
        for text in events if self._stream else [self._rest]:
            try:
                document = orjson.loads(text)
            except orjson.JSONDecodeError:
                continue
            if isinstance(document, dict):
                _read(document, record)


def _read(document: dict[str, Any], record: Inference) -> None:
    record.model = _name(document.get("model")) or record.model
    kind = str(document.get("object"))
    operation = _of_list(document) if kind == "list" else _OPERATIONS.get(kind)
    record.operation = operation or record.operation
    if isinstance(usage := document.get("usage"), dict):
        record.prompt_tokens = _count(usage.get("prompt_tokens"))
        # OpenAI's embeddings have no such member, because nothing is generated for them.
        nothing = 0 if kind == "list" else None
        record.completion_tokens = _count(usage.get("completion_tokens", nothing))
    choices = document.get("choices")
    for choice in choices if isinstance(choices, list) else ():
        if isinstance(choice, dict):
            record.finish_reason = _name(choice.get("finish_reason")) or record.finish_reason
    if document.get("error"):
        record.finish_reason = BROKEN


def _of_list(document: dict[str, Any]) -> str | None:
    """What a list has: vectors, or vLLM's labels."""
    data = document.get("data")
    first = data[0] if isinstance(data, list) and data else None
    if not isinstance(first, dict):
        return None
    return "classification" if "label" in first else _OPERATIONS.get(str(first.get("object")))


def _name(value: Any) -> str | None:
    """A name; what could be no name is not known, rather than make the line unreadable."""
    return value if isinstance(value, str) and len(value) <= LONGEST_NAME else None


def _count(value: Any) -> int | None:
    return value if type(value) is int and value >= 0 else None


_OPERATIONS = {
    "chat.completion": "chat",
    "chat.completion.chunk": "chat",
    "text_completion": "completion",
    "embedding": "embedding",
}
