"""MiniLM in the container, against Transformers itself."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.containers.huggingface.conftest import Start
from tests.containers.huggingface.endpoint import Endpoint
from tests.containers.huggingface.questions import TEXTS

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def embedder(start: Start, minilm: Path) -> Iterator[Endpoint]:
    endpoint = start(minilm, HF_TASK="feature-extraction", LOCKGATE_BATCH_TEXTS="2")
    yield endpoint
    endpoint.close()


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / math.sqrt(sum(a * a for a in one) * sum(b * b for b in other))


def test_vectors_are_those_of_transformers(embedder: Endpoint, direct: dict[str, Any]) -> None:
    vectors = embedder.answer({"inputs": TEXTS, "truncate": True})
    assert len(vectors) == len(TEXTS)
    assert min(map(cosine, vectors, direct["embeddings"])) >= 0.9999


def test_vectors_have_length_1_unless_the_request_says_otherwise(embedder: Endpoint) -> None:
    [unit] = embedder.answer({"inputs": TEXTS[0]})
    [raw] = embedder.answer({"inputs": TEXTS[0], "normalize": False})
    assert math.hypot(*unit) == pytest.approx(1)
    assert math.hypot(*raw) > 2
    assert cosine(unit, raw) == pytest.approx(1)


def test_openais_form_has_the_same_vectors_and_counts_tokens(embedder: Endpoint) -> None:
    answer = embedder.answer({"input": TEXTS[:2]})
    vectors = [item["embedding"] for item in answer["data"]]
    assert vectors == embedder.answer({"inputs": TEXTS[:2]})
    assert answer["usage"] == {"prompt_tokens": 24, "total_tokens": 24}
    assert answer["model"] == "tiny"


def test_a_text_that_is_too_long_is_refused(embedder: Endpoint) -> None:
    status, kind, message = embedder.refusal({"inputs": TEXTS})
    assert (status, kind) == (400, "context_length_exceeded")
    assert message.startswith("text 2 has 402 tokens and the model takes 256; shorten it, or send")


def test_the_line_says_what_an_answer_cost(embedder: Endpoint) -> None:
    line = embedder.line({"inputs": "A lock lifts ships."})
    assert line["operation"] == "embedding"
    assert line["model"] == "tiny"
    assert (line["prompt_tokens"], line["completion_tokens"]) == (7, 0)


def test_another_content_type_is_refused(embedder: Endpoint) -> None:
    status, _, message = embedder.refusal(b"a,b", content_type="text/csv")
    assert (status, message) == (415, "the Content-Type is 'text/csv'; send application/json")


def test_a_client_that_takes_no_json_is_refused(embedder: Endpoint) -> None:
    status, kind, _ = embedder.refusal({"inputs": "a"}, accept="text/csv")
    assert (status, kind) == (406, "not_acceptable")
