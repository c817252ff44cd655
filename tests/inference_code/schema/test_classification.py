from typing import Any

import orjson
import pytest

from inference_code.errors import RequestError
from inference_code.schema.parsing import parse_request


def body_of(**document: Any) -> dict[str, Any]:
    return parse_request(orjson.dumps(document), {"classification"}).to_generation().body


def test_all_labels_are_wanted_unless_a_number_is_given() -> None:
    assert body_of(inputs="a") == {"texts": ["a"], "truncate": False, "top_k": None}
    assert body_of(inputs=["a"], parameters={"top_k": 2})["top_k"] == 2


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"top_k": 0}, "parameters.top_k: input should be greater than or equal to 1 (got 0)"),
        ({"topk": 1}, "parameters.topk is not a known field; did you mean top_k?"),
        ([1], "parameters: input should be an object"),
    ],
)
def test_wrong_parameter_names_the_reason(parameters: object, reason: str) -> None:
    with pytest.raises(RequestError) as raised:
        body_of(inputs="a", parameters=parameters)
    assert raised.value.message == reason
