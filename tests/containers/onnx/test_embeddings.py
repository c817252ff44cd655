"""What the container says, against PyTorch with the same weights."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import numpy as np
import pytest

from tests.containers.onnx import models
from tests.containers.onnx.conftest import Serve
from tests.containers.onnx.environment import run

pytestmark = pytest.mark.model

TEXTS = [
    "a",
    "A barge enters the lock.",
    "Does the gate open before the levels match? 千里の道も一歩から",
    "The levels match. " * 30,
    "Каждые ворота поднимают судно. " * 80,
]
"""The last has more tokens than the model takes."""
SHORT = ["a", "!!!!!", "0 0 0 0 0 0", "A barge enters.", "levels match", "ворота", "千里の道", "x1"]
"""So near in length that they run together."""


@pytest.fixture(scope="module")
def expected() -> Any:
    return np.array(run("vectors.py", models.original_minilm(), stdin=TEXTS))


@pytest.fixture(scope="module")
def eight_bits(serve: Serve) -> httpx.Client:
    return serve(models.exported_minilm(int8=True))


def embed(client: httpx.Client, texts: str | list[str], **fields: Any) -> Any:
    response = client.post("/invocations", json={"input": texts, "truncate": True} | fields)
    assert response.status_code == 200, response.text
    return np.array([item["embedding"] for item in response.json()["data"]])


def cosines(one: Any, other: Any) -> Any:
    return (one * other).sum(1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)


def test_texts_alone_equal_the_original(minilm: httpx.Client, expected: Any) -> None:
    found = np.concatenate([embed(minilm, text) for text in TEXTS])
    assert cosines(found, expected).min() >= 0.9999


def test_texts_together_equal_the_original(minilm: httpx.Client, expected: Any) -> None:
    assert cosines(embed(minilm, TEXTS), expected).min() >= 0.9999


def test_requests_at_once_equal_the_original(minilm: httpx.Client, expected: Any) -> None:
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda text: embed(minilm, text)[0], TEXTS * 8))
    assert cosines(np.array(found), np.concatenate([expected] * 8)).min() >= 0.9999


def test_vectors_have_the_length_one(minilm: httpx.Client) -> None:
    assert np.linalg.norm(embed(minilm, TEXTS), axis=1) == pytest.approx(1, abs=1e-6)


def test_vectors_as_they_are_point_the_same_way(minilm: httpx.Client, expected: Any) -> None:
    found = embed(minilm, TEXTS, normalize=False)
    assert cosines(found, expected).min() >= 0.9999
    assert np.abs(np.linalg.norm(found, axis=1) - 1).min() > 0.1


def test_eight_bits_are_near_the_original(eight_bits: httpx.Client, expected: Any) -> None:
    assert cosines(embed(eight_bits, TEXTS), expected).min() >= 0.99


def test_eight_bits_say_the_same_whatever_runs_beside(
    minilm: httpx.Client, eight_bits: httpx.Client
) -> None:
    together = embed(eight_bits, SHORT)
    alone = np.concatenate([embed(eight_bits, text) for text in SHORT])
    assert cosines(together, alone).min() >= 0.9999
    assert cosines(together, embed(minilm, SHORT)).min() >= 0.99


def test_text_that_is_too_long_names_both_numbers(minilm: httpx.Client) -> None:
    response = minilm.post("/invocations", json={"input": TEXTS[-1]})
    error = response.json()["error"]
    assert (response.status_code, error["type"]) == (400, "context_length_exceeded")
    assert "this endpoint takes 256" in error["message"]


def test_usage_counts_the_special_tokens(minilm: httpx.Client) -> None:
    answer = minilm.post("/invocations", json={"input": ["hello world", "a"]}).json()
    assert answer["usage"]["prompt_tokens"] == 4 + 3
