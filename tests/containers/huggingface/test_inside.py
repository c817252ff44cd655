"""The parts that need torch and no server."""

import re
from math import sqrt
from typing import Any

import pytest

from inference_code.huggingface.task import PIPELINES, TASKS
from infra.config import pipelines
from tests.containers.huggingface.conftest import Answers

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def inside(answers: Answers) -> dict[str, Any]:
    return answers("inside.py")


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("an unknown task", r"^HF_TASK is 'making-tea', which is no task; the tasks are audio-cla"),
        ("another task", r"not those of a model for text-classification: classifier\.bias, .*HF_"),
        ("broken weights", r"broken as feature-extraction cannot be loaded: SafetensorError: "),
        ("no tokenizer", r"^the tokenizer in .*bare cannot be loaded: "),
        ("no model", r"nothing is empty, and HF_MODEL_ID is not set: put a folder as Transformers"),
        ("no network", r"^HF_MODEL_ID org/name cannot be downloaded: .*offline mode is enabled"),
    ],
)
def test_a_model_that_does_not_load_says_why(
    inside: dict[str, Any], case: str, reason: str
) -> None:
    assert re.search(reason, inside["reasons"][case]), inside["reasons"][case]


@pytest.mark.parametrize(
    ("mode", "vectors"),
    [
        ("cls", [[1, 8], [3, 1]]),
        ("lasttoken", [[2, 4], [5, 5]]),
        ("max", [[2, 8], [5, 5]]),
        ("mean", [[1.5, 6], [4, 3]]),
        ("mean_sqrt_len_tokens", [[3 / sqrt(2), 12 / sqrt(2)], [8 / sqrt(2), 6 / sqrt(2)]]),
        ("weightedmean", [[5 / 3, 16 / 3], [13 / 3, 11 / 3]]),
    ],
)
def test_padding_has_no_part_in_a_vector(
    inside: dict[str, Any], mode: str, vectors: list[list[float]]
) -> None:
    for given, expected in zip(inside["pooled"][mode], vectors, strict=True):
        assert given == pytest.approx(expected)


def test_texts_after_one_with_a_seed_are_not_known(inside: dict[str, Any]) -> None:
    assert inside["seeded"][0] == inside["seeded"][1]
    assert inside["unseeded"][0] != inside["unseeded"][1]


def test_text_ends_before_a_stop_word_of_the_models_own(inside: dict[str, Any]) -> None:
    whole, word, text = inside["stopped"]
    assert text
    assert text == whole.partition(word)[0]


def test_stop_word_ends_the_beam_that_has_it(inside: dict[str, Any]) -> None:
    assert inside["ends of beams"] == [True, False]


def test_classifier_out_of_a_decoder_takes_texts_of_several_lengths(inside: dict[str, Any]) -> None:
    assert inside["labels together"] == pytest.approx(inside["labels apart"], abs=1e-5)


def test_tasks_are_those_of_transformers(inside: dict[str, Any]) -> None:
    assert set(inside["tasks"]) == PIPELINES == pipelines.PIPELINES
    assert TASKS == pipelines.TASKS


def test_several_poolings_are_joined(inside: dict[str, Any]) -> None:
    assert inside["joined"] == [[1, 8, 2, 8], [3, 1, 5, 5]]
