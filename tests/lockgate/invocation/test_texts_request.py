import json
from typing import Any

import pytest

from lockgate.invocation.answer import Answer
from lockgate.invocation.texts_request import TextsRequest

ONE = TextsRequest(["a"], "embedding")
TWO = TextsRequest(["a", "b"], "embedding")
LABELS = TextsRequest(["a"], "classification")
SAD, GLAD = {"label": "sad", "score": 0.25}, {"label": "glad", "score": 0.75}


def shown(request: TextsRequest, message: Any) -> str:
    return request.read(Answer(lambda: 0.0), message)


def test_embeddings_are_asked_for_in_the_form_that_tells_tokens() -> None:
    assert json.loads(TWO.body(stream=False)) == {"input": ["a", "b"]}


def test_image_that_knows_no_other_form_gets_its_own() -> None:
    request = TextsRequest(["a"], "embedding", openai=False)
    assert json.loads(request.body(stream=False)) == {"inputs": ["a"]}


def test_texts_to_label_are_inputs() -> None:
    assert json.loads(LABELS.body(stream=False)) == {"inputs": ["a"]}


@pytest.mark.parametrize(
    "message",
    [[[1, 0, 0, 0, 0]], {"data": [{"embedding": [1, 0, 0, 0, 0]}]}],
    ids=["plain lists", "OpenAI's form"],
)
def test_vector_is_shown_by_its_size_and_its_first_figures(message: Any) -> None:
    assert shown(ONE, message) == "5 dimensions  [1.0000, 0.0000, 0.0000, 0.0000, …]"


def test_further_vectors_are_compared_with_the_first() -> None:
    lines = shown(TWO, [[1, 0], [3, 4]]).splitlines()
    assert lines[1] == "2 dimensions  [3.0000, 4.0000]  cosine with the first: 0.600"


def test_tokens_and_time_are_known_afterwards() -> None:
    answer = Answer(iter([0.0, 2.0]).__next__)
    ONE.read(answer, {"data": [{"embedding": [1]}], "model": "m", "usage": {"prompt_tokens": 3}})
    assert (answer.prompt_tokens, answer.model, answer.total_s) == (3, "m", 2.0)


@pytest.mark.parametrize("message", [[GLAD, SAD], [[GLAD, SAD]]])
def test_labels_are_shown_with_their_scores(message: Any) -> None:
    assert shown(LABELS, message) == "glad 0.750  sad 0.250"


@pytest.mark.parametrize("message", [{"choices": []}, [], 5, [["x"]], [[1], [2]]])
def test_answer_of_another_kind_is_no_embedding(message: Any) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        shown(ONE, message)


@pytest.mark.parametrize("message", [{"data": []}, [], [[1.0]], [{"label": "x"}]])
def test_answer_of_another_kind_is_no_label(message: Any) -> None:
    with pytest.raises((LookupError, TypeError, ValueError)):
        shown(LABELS, message)
