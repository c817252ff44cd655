"""Embeddings in OpenAI's form, and as a plain list."""

import base64
import sys
from array import array
from collections.abc import Sequence

import orjson

from inference_code.handler import Generation
from inference_code.schema.embedding import OpenAiEmbeddingRequest


class OpenAiEmbeddingAnswer:
    """Writes the vectors with their places, the model's name and the usage."""

    def __init__(self, request: OpenAiEmbeddingRequest, model: str) -> None:
        self._encode = _in_base64 if request.encoding_format == "base64" else orjson.Fragment
        self._model = model

    def whole(self, chunks: Sequence[bytes], generation: Generation) -> bytes:
        """The complete answer; each chunk is the vector of one text."""
        data = [
            {"object": "embedding", "index": index, "embedding": self._encode(chunk)}
            for index, chunk in enumerate(chunks)
        ]
        tokens = generation.usage.prompt_tokens if generation.usage else None
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        answer = {"object": "list", "data": data, "model": self._model, "usage": usage}
        return orjson.dumps(answer)


class EmbeddingAnswer:
    """Writes the vectors alone, as a list, of one text too: as Text Embeddings Inference does."""

    def whole(self, chunks: Sequence[bytes], _: Generation) -> bytes:
        """The complete answer; each chunk is the vector of one text."""
        return b"[%b]" % b",".join(chunks)


def _in_base64(chunk: bytes) -> str:
    """A vector as OpenAI's clients decode it: little-endian 32-bit floats."""
    numbers = array("f", orjson.loads(chunk))
    if sys.byteorder == "big":
        numbers.byteswap()
    return base64.b64encode(numbers).decode()
