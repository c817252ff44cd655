"""A classifier in the container, against Transformers itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.containers.huggingface.conftest import Start
from tests.containers.huggingface.endpoint import Endpoint
from tests.containers.huggingface.questions import MOODS

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def classifier(start: Start, small: Path) -> Iterator[Endpoint]:
    """Its task is told by its configuration."""
    endpoint = start(small / "classifier")
    yield endpoint
    endpoint.close()


def test_labels_and_scores_are_those_of_transformers(
    classifier: Endpoint, direct: dict[str, Any]
) -> None:
    for given, expected in zip(classifier.answer({"inputs": MOODS}), direct["moods"], strict=True):
        assert [each["label"] for each in given] == [each["label"] for each in expected]
        scores = [each["score"] for each in expected]
        assert [each["score"] for each in given] == pytest.approx(scores, abs=1e-5)


def test_the_likeliest_labels_of_one_text(classifier: Endpoint) -> None:
    [whole, _] = classifier.answer({"inputs": MOODS})
    assert len(whole) == 3
    parameters = {"top_k": 2}
    some = classifier.answer({"inputs": MOODS[0], "parameters": parameters})
    assert [each["label"] for each in some] == [each["label"] for each in whole[:2]]
