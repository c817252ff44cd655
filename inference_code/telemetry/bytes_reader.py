"""Reads counts out of the passing answer of an engine that is not ours, such as vLLM."""

from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.types import Message

from inference_code.telemetry.record import Inference

LONGEST_KEPT = 1024 * 1024
"""Bytes of an answer that are kept for reading; of a longer one, the counts stay unknown."""


class BytesReader:
    """Keeps a plain answer, or the events of a stream that carry usage or a finish reason.

    A stream tells its token counts only if its client asked for `stream_options.include_usage`.
    """

    def __init__(self, start: Message) -> None:
        content_type = Headers(raw=start.get("headers", [])).get("content-type", "")
        self._stream = content_type.startswith("text/event-stream")
        self._rest = b""
        self._documents: list[bytes] = []

    def feed(self, body: bytes) -> None:
        """Take the next bytes of the answer; an event may be split anywhere."""
        if len(self._rest) > LONGEST_KEPT:
            return
        self._rest += body
        if self._stream:
            *lines, self._rest = self._rest.split(b"\n")
            self._documents += [line[5:] for line in lines if _tells(line)]

    def fill(self, record: Inference) -> None:
        """Write what was read into the record."""
        record.stream = self._stream
        for text in self._documents if self._stream else [self._rest]:
            try:
                document = orjson.loads(text)
            except orjson.JSONDecodeError:
                continue
            if isinstance(document, dict):
                _read(document, record)


def _tells(line: bytes) -> bool:
    """Whether an event is more than a piece of text."""
    if not line.startswith(b"data:"):
        return False
    return b'"usage":{' in line or b'"finish_reason":"' in line


def _read(document: dict[str, Any], record: Inference) -> None:
    record.model = document.get("model", record.model)
    record.operation = _OPERATIONS.get(str(document.get("object")), record.operation)
    if isinstance(usage := document.get("usage"), dict):
        record.prompt_tokens = usage.get("prompt_tokens")
        record.completion_tokens = usage.get("completion_tokens")
    for choice in document.get("choices") or ():
        record.finish_reason = choice.get("finish_reason") or record.finish_reason


_OPERATIONS = {
    "chat.completion": "chat",
    "chat.completion.chunk": "chat",
    "text_completion": "completion",
}
