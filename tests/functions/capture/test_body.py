import pytest

from functions.capture.body import Binary, Body, Document, Stream, Text
from functions.capture.capture import Payload
from functions.capture.trouble import UnreadableError
from tests.functions.capture.captured import body


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (body({"a": 1}), Document({"a": 1})),
        (body({"a": 1}, "application/octet-stream", "BASE64"), Document({"a": 1})),
        (body("1,2", "text/csv", "CSV"), Text("1,2", is_table=True)),
        (body("1,2", "text/csv; charset=utf-8", "BASE64"), Text("1,2", is_table=True)),
        (body("hello", "text/plain", "BASE64"), Text("hello")),
        (body("", "application/json"), Text("")),
        (body('{"a', "text/plain", "BASE64"), Text('{"a', is_broken=True)),
        (body("oops", "application/json"), Text("oops", is_broken=True)),
        (body("1" * 5000), Text("1" * 5000, is_broken=True)),
        (body(b"\xff\x00", "image/png", "BASE64"), Binary()),
        (body("é".encode("latin-1"), "text/plain; charset=latin-1", "BASE64"), Text("é")),
        (body("é", "text/plain; charset=unheard-of", "BASE64"), Text("é")),
    ],
)
def test_body_is_told_by_its_type_and_its_looks(read: Body, expected: Body) -> None:
    assert read == expected


@pytest.mark.parametrize("content_type", ["text/event-stream", "application/octet-stream"])
def test_stream_needs_no_content_type(content_type: str) -> None:
    assert isinstance(body("data: {}\n\n", content_type, "BASE64"), Stream)


@pytest.mark.parametrize(
    "part", [{}, {"data": 1, "encoding": "JSON"}, {"data": "", "encoding": "X"}]
)
def test_payload_of_another_form_is_refused(part: dict[str, object]) -> None:
    with pytest.raises(UnreadableError, match="a payload has no data in JSON, CSV or BASE64"):
        Payload.of(part)
