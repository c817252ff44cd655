"""Answers in the form of Hugging Face's Text Generation Inference."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from inference_code.handler import Generation
from inference_code.schema.text import TextRequest


class TextAnswer:
    """Writes one generated text, whole or as server-sent events, one for each piece of text.

    Token ids and log probabilities are null: the engine is not asked for them.
    """

    def __init__(self, request: TextRequest) -> None:
        self._request = request
        self._pieces: list[str] = []

    def events(self, batch: Sequence[bytes]) -> Iterator[bytes]:
        """The events of a batch."""
        return (self._event(text) for text in map(_text, batch) if text)

    def end(self, generation: Generation) -> Iterator[bytes]:
        """The last event: no text of its own, the whole text again, and why it ended."""
        fields = {"generated_text": self._full_text(), "details": self._details(generation)}
        yield _data(_token("", special=True) | {"index": len(self._pieces) + 1} | fields)

    def whole(self, chunks: Sequence[bytes], generation: Generation) -> bytes:
        """The complete answer: a list with one text."""
        self._pieces = [_text(chunk) for chunk in chunks]
        answer: dict[str, Any] = {"generated_text": self._full_text()}
        if self._request.parameters.details:
            answer["details"] = self._details(generation) | {"prefill": [], "tokens": []}
        return orjson.dumps([answer])

    def _event(self, text: str) -> bytes:
        self._pieces.append(text)
        fields = {"index": len(self._pieces), "generated_text": None, "details": None}
        return _data(_token(text, special=False) | fields)

    def _full_text(self) -> str:
        prompt = self._request.inputs if self._request.parameters.return_full_text else ""
        return prompt + "".join(self._pieces)

    def _details(self, generation: Generation) -> dict[str, Any]:
        """With stop words given, llama.cpp does not tell them from the end token."""
        stopped = "stop_sequence" if self._request.parameters.stop else "eos_token"
        return {
            "finish_reason": "length" if generation.finish_reason == "length" else stopped,
            "generated_tokens": generation.usage.completion_tokens if generation.usage else None,
            "seed": self._request.parameters.seed,
        }


def _text(chunk: bytes) -> str:
    return str(orjson.loads(chunk)["choices"][0]["text"])


def _token(text: str, *, special: bool) -> dict[str, Any]:
    return {"token": {"id": None, "text": text, "logprob": None, "special": special}}


def _data(document: dict[str, Any]) -> bytes:
    return b"data:" + orjson.dumps(document) + b"\n\n"
