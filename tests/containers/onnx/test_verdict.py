import numpy as np
import pytest

from containers.onnx.export.verdict import Comparison, Verdict, compare_answers
from inference_code.handlers.onnx.description import Classification, Description, Embedding

EMBEDDING = Embedding(max_tokens=8, pooling="mean")
LABELS = Classification(max_tokens=8, labels=["sun", "rain"], scores="softmax")


def verdict(description: Description, *values: float, int8: bool = False) -> Verdict:
    return Verdict(description, [Comparison("some text", value) for value in values], int8)


@pytest.mark.parametrize(
    ("values", "int8", "holds"),
    [
        ((1.0, 0.9999), False, True),
        ((1.0, 0.9998), False, False),
        ((0.99, 0.999), True, True),
        ((0.989, 0.999), True, False),
        ((1.0, float("nan")), False, False),
    ],
)
def test_every_cosine_reaches_the_limit(values: tuple[float, ...], int8: bool, holds: bool) -> None:
    assert verdict(EMBEDDING, *values, int8=int8).holds is holds


@pytest.mark.parametrize(
    ("values", "int8", "holds"),
    [
        ((0.0, 0.0001), False, True),
        ((0.0, 0.0002), False, False),
        ((0.05,), True, True),
        ((0.06,), True, False),
    ],
)
def test_no_probability_differs_more_than_the_limit(
    values: tuple[float, ...], int8: bool, holds: bool
) -> None:
    assert verdict(LABELS, *values, int8=int8).holds is holds


def test_verdict_names_the_worst_answer() -> None:
    assert str(verdict(EMBEDDING, 1.0, 0.5)) == (
        "least cosine 0.500000 (limit 0.9999) in 2 comparisons, at 'some text'"
    )


def test_vectors_are_compared_by_their_direction() -> None:
    found = compare_answers(EMBEDDING, "", np.array([1, 1], np.float32), [2.0, 2.0])
    assert found.value == pytest.approx(1)


def test_probabilities_are_compared_by_their_labels() -> None:
    answer = [{"label": "rain", "score": 0.7}, {"label": "sun", "score": 0.3}]
    found = compare_answers(LABELS, "", np.array([0.3, 0.6], np.float32), answer)
    assert found.value == pytest.approx(0.1)
