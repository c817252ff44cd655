"""What the container answers, with the handler of the image."""

import json
from pathlib import Path

import httpx
import pytest

from tests.containers.toolkit import direct
from tests.containers.toolkit.conftest import CONTAINER
from tests.containers.toolkit.models import LABELS, ROWS, linear

JSON = {"Content-Type": "application/json"}
CSV = "\n".join(",".join(map(str, row)) for row in ROWS)


@pytest.mark.parametrize(
    ("body", "content_type"), [(json.dumps(ROWS), "application/json"), (CSV, "text/csv")]
)
def test_answer_equals_the_handlers(
    classifier: httpx.Client, tmp_path: Path, body: str, content_type: str
) -> None:
    served = classifier.post("/invocations", content=body, headers={"Content-Type": content_type})
    expected = direct.answer(CONTAINER, linear(tmp_path / "model"), body, content_type)
    assert served.json() == expected
    assert [answer["label"] for answer in expected] == LABELS
    assert served.headers["content-type"] == "application/json"


def test_parameters_of_the_content_type_change_nothing(classifier: httpx.Client) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert classifier.post("/invocations", content=json.dumps(ROWS), headers=headers).is_success


@pytest.mark.parametrize(
    ("body", "headers", "status", "message"),
    [
        (b"[[1, 2", JSON, 400, "the body cannot be read: Expecting"),
        (b'[["one", 2, 3]]', JSON, 400, "the body cannot be read: send rows of finite numbers"),
        (b"[[1, 2]]", JSON, 400, "each row must have 3 numbers, and the shape is (1, 2)"),
        (b'"\xff"', JSON, 400, "the body is not UTF-8"),
        (
            b"x",
            {"Content-Type": "image/png"},
            415,
            "the handler does not read the Content-Type 'im",
        ),
        (b"x", {}, 415, "the handler does not read"),
        (b"x", {"Content-Type": "text/csv; charset=latin-1"}, 415, "the charset of the body is"),
        (b"[[1, 2, 3]]", JSON | {"Accept": "image/png"}, 406, "this handler writes"),
        (b"a=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "forms (multipart"),
    ],
)
def test_request_that_the_handler_refuses(
    classifier: httpx.Client, body: bytes, headers: dict[str, str], status: int, message: str
) -> None:
    refused = classifier.post("/invocations", content=body, headers=headers)
    error = refused.json()["error"]
    assert (refused.status_code, error["message"][: len(message)]) == (status, message)
    assert error.keys() == {"type", "message", "param"}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (JSON | {"Accept": "image/png"}, "not_acceptable"),
        ({"Content-Type": "image/png"}, "unsupported_media_type"),
    ],
)
def test_refusals_of_media_types_have_the_types_of_all_containers(
    classifier: httpx.Client, headers: dict[str, str], kind: str
) -> None:
    refused = classifier.post("/invocations", content=b"[[1, 2, 3]]", headers=headers)
    assert refused.json()["error"]["type"] == kind


def test_what_is_not_served_is_named(classifier: httpx.Client) -> None:
    refused = classifier.get("/models")
    assert refused.json()["error"]["message"].endswith("is not served; use POST /invocations")
