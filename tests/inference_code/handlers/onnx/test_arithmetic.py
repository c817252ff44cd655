import numpy as np
import pytest

from inference_code.handlers.onnx.arithmetic import (
    Floats,
    Mask,
    check_finite,
    normalize,
    pool,
    score,
)
from inference_code.handlers.onnx.description import Pooling

VECTORS: Floats = np.array([[[1, 8], [3, 2], [9, 9]], [[5, 6], [7, 4], [1, 2]]], np.float32)
MASK: Mask = np.array([[1, 1, 0], [1, 1, 1]])
"""The first text has two tokens, and padding that nobody may see."""


@pytest.mark.parametrize(
    ("pooling", "expected"),
    [
        ("mean", [[2, 5], [13 / 3, 4]]),
        ("max", [[3, 8], [7, 6]]),
        ("cls", [[1, 8], [5, 6]]),
        ("last", [[3, 2], [1, 2]]),
    ],
)
def test_pooling_heeds_no_padding(pooling: Pooling, expected: list[list[float]]) -> None:
    found = pool(VECTORS, MASK, pooling)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_normalized_vector_has_the_length_one() -> None:
    np.testing.assert_allclose(normalize(np.array([3, 4], np.float32)), [0.6, 0.8])


def test_vector_of_zeros_stays_one() -> None:
    assert normalize(np.zeros(3, np.float32)).tolist() == [0, 0, 0]


def test_softmax_sums_to_one_for_large_numbers() -> None:
    found = score(np.array([[1000, 1000], [0, np.log(3)]], np.float32), "softmax")
    np.testing.assert_allclose(found, [[0.5, 0.5], [0.25, 0.75]], rtol=1e-6)


def test_sigmoid_judges_each_label_by_itself() -> None:
    found = score(np.array([[0, np.log(3), -1000, 1000]], np.float32), "sigmoid")
    np.testing.assert_allclose(found, [[0.5, 0.75, 0, 1]], atol=1e-6)


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_numbers_that_json_lacks_are_refused(number: float) -> None:
    with pytest.raises(ArithmeticError, match="are not finite"):
        check_finite(np.array([1, number], np.float32))
