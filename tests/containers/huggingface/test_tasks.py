"""Tasks other than those of our own operations: each is answered as its pipeline answers."""

from typing import Any

import pytest

from tests.containers.huggingface.conftest import Answers

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def said(answers: Answers) -> dict[str, Any]:
    return answers("tasks.py")


@pytest.mark.parametrize(
    "task",
    [
        *("image-classification", "image-feature-extraction", "object-detection"),
        *("question-answering", "summarization", "table-question-answering"),
        *("text2text-generation", "token-classification", "translation_en_to_de"),
        *("visual-question-answering", "zero-shot-classification", "an image as the body"),
    ],
)
def test_an_answer_is_that_of_the_pipeline(said: dict[str, Any], task: str) -> None:
    answer, expected = said[task]
    assert answer
    assert answer == expected


def test_a_sound_may_be_called_audio_wav(said: dict[str, Any]) -> None:
    assert said["a sound as the body"] == "RIFF"
