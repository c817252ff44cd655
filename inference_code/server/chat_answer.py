"""Answers in OpenAI's form."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from inference_code.handler import Generation
from inference_code.schema.chat import ChatRequest

_MERGED = ("content", "reasoning_content")


class ChatAnswer:
    """Writes one chat completion, whole or as server-sent events."""

    def __init__(self, request: ChatRequest) -> None:
        self._request = request
        self._last = b""

    def events(self, batch: Sequence[bytes]) -> Iterator[bytes]:
        """The events of a batch: the engine's chunks as they are."""
        self._last = batch[-1]
        return (b"data: %b\n\n" % chunk for chunk in batch)

    def end(self, generation: Generation) -> Iterator[bytes]:
        """The last events: the usage, if the client asked for it, and the end mark."""
        if self._request.include_usage:
            chunk = orjson.loads(self._last)
            chunk |= {"choices": [], "usage": usage_fields(generation)}
            yield b"data: %b\n\n" % orjson.dumps(chunk)
        yield b"data: [DONE]\n\n"

    def whole(self, chunks: Sequence[bytes], generation: Generation) -> bytes:
        """The complete answer, put together from the chunks."""
        parts = [orjson.loads(chunk) for chunk in chunks]
        deltas = [choice for part in parts for choice in part["choices"]]
        answer: dict[str, Any] = {
            name: value for name, value in parts[-1].items() if name not in ("choices", "timings")
        }
        answer["object"] = "chat.completion"
        answer["choices"] = [_merge(deltas) | {"finish_reason": generation.finish_reason}]
        answer["usage"] = usage_fields(generation)
        return orjson.dumps(answer)


def _merge(deltas: list[dict[str, Any]]) -> dict[str, Any]:
    message = {"role": "assistant", "content": ""}
    for name in _MERGED:
        texts = [delta["delta"].get(name) for delta in deltas]
        if any(texts):
            message[name] = "".join(text for text in texts if text)
    choice: dict[str, Any] = {"index": 0, "message": message}
    tokens = [
        token for delta in deltas for token in (delta.get("logprobs") or {}).get("content") or ()
    ]
    if tokens:
        choice["logprobs"] = {"content": tokens}
    return choice


def usage_fields(generation: Generation) -> dict[str, int] | None:
    """OpenAI's `usage` object, or None if the engine has not counted."""
    if (usage := generation.usage) is None:
        return None
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }
