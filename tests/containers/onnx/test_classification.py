"""What the container says of labels, against PyTorch with the same weights."""

import httpx
import pytest

from tests.containers.onnx import models
from tests.containers.onnx.conftest import Serve
from tests.containers.onnx.environment import run

pytestmark = pytest.mark.model

TEXTS = ["a", "the gate opens", "levels match when the lock is full"]


@pytest.fixture(scope="module")
def classifier(serve: Serve) -> httpx.Client:
    return serve(models.exported_classifier())


def classify(client: httpx.Client) -> list[dict[str, float]]:
    answer = client.post("/invocations", json={"inputs": TEXTS}).json()
    return [{item["label"]: item["score"] for item in items} for items in answer]


def test_probabilities_equal_the_original(classifier: httpx.Client) -> None:
    expected = run("labels.py", models.original_classifier(), stdin=TEXTS)
    for one, other in zip(classify(classifier), expected, strict=True):
        assert one == pytest.approx(other, abs=1e-4)


def test_likeliest_label_comes_first(classifier: httpx.Client) -> None:
    [whole] = classifier.post("/invocations", json={"inputs": [TEXTS[1]]}).json()
    assert [item["score"] for item in whole] == sorted((i["score"] for i in whole), reverse=True)


def test_top_k_limits_the_labels(classifier: httpx.Client) -> None:
    body = {"inputs": TEXTS[1], "parameters": {"top_k": 2}}
    assert len(classifier.post("/invocations", json=body).json()) == 2


def test_question_for_a_vector_is_refused(classifier: httpx.Client) -> None:
    assert classifier.post("/invocations", json={"input": "a"}).status_code == 400
