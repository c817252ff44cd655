import base64
import struct

import orjson

from inference_code.handler import GenerationRequest, Usage
from inference_code.schema.embedding import OpenAiEmbeddingRequest
from inference_code.server.embedding_answer import EmbeddingAnswer, OpenAiEmbeddingAnswer
from tests.inference_code.scripted import ScriptedGeneration, ScriptedHandler

CHUNKS = [b"[0.5,0.25]", b"[1,-3e-7]"]


def generation(usage: Usage | None = None) -> ScriptedGeneration:
    request = GenerationRequest(operation="embedding", body={}, stream=False)
    finished = ScriptedGeneration(ScriptedHandler(), request)
    finished.usage = usage
    return finished


def answer(encoding: str, usage: Usage | None = None) -> object:
    request = OpenAiEmbeddingRequest.model_validate({"input": "a", "encoding_format": encoding})
    return orjson.loads(OpenAiEmbeddingAnswer(request, "m").whole(CHUNKS, generation(usage)))


def test_vectors_have_their_places_and_the_usage_its_total() -> None:
    assert answer("float", Usage(7, 0)) == {
        "object": "list",
        "data": [
            {"object": "embedding", "index": 0, "embedding": [0.5, 0.25]},
            {"object": "embedding", "index": 1, "embedding": [1, -3e-7]},
        ],
        "model": "m",
        "usage": {"prompt_tokens": 7, "total_tokens": 7},
    }


def test_base64_is_of_little_endian_floats_of_32_bits() -> None:
    data = answer("base64")["data"]  # type: ignore[index]
    decoded = [struct.unpack("<2f", base64.b64decode(each["embedding"])) for each in data]
    assert decoded[0] == (0.5, 0.25)
    assert decoded[1] == struct.unpack("<2f", struct.pack("<2f", 1, -3e-7))


def test_tokens_that_nobody_counted_are_null() -> None:
    assert answer("float")["usage"] == {"prompt_tokens": None, "total_tokens": None}  # type: ignore[index]


def test_plain_list_has_the_vectors_alone() -> None:
    assert EmbeddingAnswer().whole(CHUNKS, generation()) == b"[[0.5,0.25],[1,-3e-7]]"
