from typing import Any

import numpy as np
import orjson
import pytest

from inference_code.handlers.onnx.description import Classification, Embedding
from inference_code.handlers.onnx.readout import readout_of

VECTORS = readout_of(Embedding(max_tokens=8, pooling="mean"))
LABELS = readout_of(Classification(max_tokens=8, labels=["sun", "rain", "fog"], scores="softmax"))


def written(readout: Any, row: list[float], **body: Any) -> Any:
    return orjson.loads(readout.write(np.array(row, np.float32), body))


def test_vector_gets_the_length_one_where_it_is_asked_for() -> None:
    assert written(VECTORS, [3, 4], normalize=True) == pytest.approx([0.6, 0.8])


def test_vector_stays_as_it_is_otherwise() -> None:
    assert written(VECTORS, [3, 4], normalize=False) == [3, 4]


def test_numbers_keep_all_digits_of_32_bits() -> None:
    number = float(np.float32(0.1))
    assert np.float32(written(VECTORS, [number], normalize=False)[0]) == np.float32(number)


def test_labels_come_with_the_likeliest_first() -> None:
    assert written(LABELS, [0.25, 0.5, 0.125], top_k=None) == [
        {"label": "rain", "score": 0.5},
        {"label": "sun", "score": 0.25},
        {"label": "fog", "score": 0.125},
    ]


def test_equal_scores_keep_the_order_of_the_model() -> None:
    found = written(LABELS, [0.25, 0.25, 0.5], top_k=None)
    assert [item["label"] for item in found] == ["fog", "sun", "rain"]


def test_only_the_wanted_labels_are_written() -> None:
    assert len(written(LABELS, [0.25, 0.5, 0.125], top_k=2)) == 2


def test_pooling_is_that_of_the_model() -> None:
    output = np.array([[[1, 2], [3, 4]]], np.float32)
    assert VECTORS.read(output, np.array([[1, 1]])).tolist() == [[2, 3]]


def test_scores_of_other_labels_than_those_named_are_an_error() -> None:
    with pytest.raises(ValueError, match="the model scores 1 labels, and 3 are named"):
        LABELS.read(np.array([[0.5]], np.float32), np.array([[1]]))
