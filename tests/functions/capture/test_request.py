from typing import Any

import pytest

from functions.capture.request import read_request
from tests.functions.capture.captured import body

PARTS = [{"type": "text", "text": "ab"}, {"type": "image_url", "image_url": {"url": "u"}}]


@pytest.mark.parametrize(
    ("value", "operation", "prompts", "characters"),
    [
        ({"messages": [{"content": "ab"}, {"content": "cde"}]}, "chat", 1, 5),
        ({"messages": [{"content": PARTS}, {"content": None}]}, "chat", 1, 2),
        ({"prompt": "abc"}, "completion", 1, 3),
        ({"prompt": ["abc", "d"]}, "completion", 2, 4),
        ({"prompt": [1, 2, 3]}, "completion", 1, None),
        ({"prompt": [[1, 2], [3]]}, "completion", 2, None),
        ({"input": ["a", "b"]}, "embedding", 2, 2),
        ({"inputs": "abc"}, None, 1, 3),
        ({"inputs": ["ab", "c"]}, None, 2, 3),
        ({"inputs": {"question": "ab", "context": "cd"}}, None, 1, 4),
        ({"inputs": [{"role": "user", "content": "abc"}]}, None, 1, 3),
        ({"inputs": [["a", "b"]]}, None, 1, 2),
        (["ab", "c"], None, 2, 3),
        ("abc", None, 1, 3),
        ({"else": 1}, None, None, None),
        (b"\xff\xfe", None, None, None),
    ],
)
def test_prompts(value: Any, operation: str | None, prompts: int, characters: int) -> None:
    read = read_request(body(value, encoding="BASE64"))
    assert (read.operation, read.prompts, read.characters) == (operation, prompts, characters)


def test_rows_of_csv_are_prompts() -> None:
    read = read_request(body("1,2\n3,4\n", "text/csv", "CSV"))
    assert (read.prompts, read.characters) == (2, 8)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"inputs": "a"}, True),
        ({"inputs": "a", "parameters": {"return_full_text": False}}, False),
        ({"messages": []}, False),
    ],
)
def test_only_inputs_may_come_back_with_the_answer(value: Any, expected: bool) -> None:
    assert read_request(body(value)).keeps_prompt is expected


@pytest.mark.parametrize(("value", "expected"), [(True, True), (False, False), ("x", None)])
def test_stream_is_told(value: Any, expected: bool | None) -> None:
    assert read_request(body({"prompt": "a", "stream": value})).streams is expected


@pytest.mark.parametrize("parameters", [None, {"candidate_labels": ["a", "b"]}])
def test_request_may_name_the_labels_itself(parameters: dict[str, Any] | None) -> None:
    read = read_request(body({"inputs": "Buy now", "parameters": parameters}))
    assert read.names_labels == (parameters is not None)
