import base64
import json
from typing import Any

import pytest

from functions.capture.capture import Capture, Payload
from functions.capture.redaction import Redactor, redact
from functions.capture.trouble import UnreadableError
from tests.functions.capture.captured import chunks, events, lines, payload, record

REDACTOR = Redactor.of({"patterns": ["email", "credit_card"], "drop_keys": ["user"]})
MAIL = "joe@example.com"
SSE = "text/event-stream"


def redacted(request: Payload, **metadata: Any) -> dict[str, Any]:
    """The record of a request, without what the redactor takes out."""
    line = lines(record(request, **metadata))
    result: dict[str, Any] = json.loads(redact(Capture.of(line.strip()), REDACTOR))
    return result


def text(request: Payload) -> str:
    """What is left of a body."""
    part = redacted(request)["captureData"]["endpointInput"]
    data: str = part["data"]
    return base64.b64decode(data).decode() if part["encoding"] == "BASE64" else data


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"inputs": f"to {MAIL}"}, {"inputs": "to [REDACTED]"}),
        ({"a": [{"user": "x", "b": {"user": 1, "c": 2}}]}, {"a": [{"b": {"c": 2}}]}),
        ({"card": 4111111111111111}, {"card": "[REDACTED]"}),
        ({MAIL: 1, "x@example.com": 2}, {"[REDACTED]": 1, "[REDACTED]_": 2}),
        ([MAIL, 1.5, True, None], ["[REDACTED]", 1.5, True, None]),
        (f'"{MAIL}"', "[REDACTED]"),
        ('{"a": "joe\\u0040example.com"}', {"a": "[REDACTED]"}),
        (f'{{"a": "{MAIL}", "a": "b"}}', {"a": "b"}),
        ({"text": "hi", "logprobs": {"content": [{"token": "hi"}]}}, {"text": "hi"}),
        ({"created": 4111111111111111}, {"created": 4111111111111111}),
    ],
)
@pytest.mark.parametrize("encoding", ["JSON", "BASE64"])
def test_json_is_redacted(body: Any, expected: Any, encoding: str) -> None:
    assert json.loads(text(payload(body, encoding=encoding))) == expected


def test_csv_is_redacted() -> None:
    assert text(payload(f"1,{MAIL}\n2,x", "text/csv", "CSV")) == "1,[REDACTED]\n2,x"


def test_plain_text_is_redacted_in_its_charset() -> None:
    request = payload(f"é {MAIL}".encode("latin-1"), "text/plain; charset=latin-1", "BASE64")
    part = redacted(request)["captureData"]["endpointInput"]
    assert base64.b64decode(part["data"]) == "é [REDACTED]".encode("latin-1")


def test_stream_is_redacted_as_one_text() -> None:
    stream = chunks("To jo", "e@exam", "ple.com", " now.")
    left = text(payload(stream, SSE, "BASE64"))
    assert left == chunks("To [REDACTED]", "", "", " now.").replace(": ", ":").replace(
        "data:", "data: "
    ).replace(", ", ",")


def test_choices_of_a_stream_are_texts_of_their_own() -> None:
    pieces = [
        {"choices": [{"index": index, "delta": {"content": piece}}]}
        for index, piece in ((0, "jo"), (1, "x "), (0, "e@example.com"), (1, "y"))
    ]
    left = text(payload(events(*pieces), SSE, "BASE64"))
    assert [f'"content":"{each}"' in left for each in ("[REDACTED]", "", "x ", "y")] == [True] * 4


def test_generated_text_at_the_end_of_a_stream_is_redacted_too() -> None:
    stream = events(
        {"token": {"id": 7, "text": "joe@", "special": False}, "generated_text": None},
        {"token": {"id": 8, "text": "example.com", "special": False}, "generated_text": MAIL},
        done=False,
    )
    left = text(payload(stream, SSE, "BASE64"))
    assert "joe" not in left
    assert "example" not in left
    assert '"id":7' not in left


def test_stream_of_json_lines_is_redacted() -> None:
    stream = '{"token": {"text": "joe@"}}\n{"token": {"text": "example.com"}}\n'
    left = text(payload(stream, "application/jsonlines", "BASE64"))
    assert [json.loads(line)["token"]["text"] for line in left.splitlines()] == ["[REDACTED]", ""]


def test_stream_of_plain_texts_is_redacted() -> None:
    stream = events("Hello joe@", "example.com")
    assert text(payload(stream, SSE, "BASE64")) == events("Hello [REDACTED]", "")


def test_event_that_broke_off_is_left_out() -> None:
    stream = chunks("Hi", finish=None) + 'data: {"choices": [{"delta": {"content": "joe@exa'
    assert "joe@exa" not in text(payload(stream, SSE, "BASE64"))


def test_comments_of_a_stream_are_redacted() -> None:
    assert text(payload(f": {MAIL}\n\ndata: [DONE]\n\n", SSE, "BASE64")).startswith(": [REDACTED]")


def test_what_is_not_found_stays() -> None:
    body = {"inputs": "nothing", "parameters": {"temperature": 0.7}}
    assert json.loads(text(payload(body))) == body


def test_metadata_is_redacted_but_for_what_sagemaker_makes() -> None:
    left = redacted(payload("{}"), customAttributes=[MAIL], inferenceId=MAIL)["eventMetadata"]
    assert left == {
        "eventId": "e1",
        "customAttributes": ["[REDACTED]"],
        "inferenceTime": "2026-11-22T10:12:18Z",
    }


def test_dropped_keys_are_those_of_bodies_only() -> None:
    left = redacted(payload("{}"), user="kept")["eventMetadata"]
    assert left["user"] == "kept"


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (payload(b"\xff\xfe\x00", "image/png", "BASE64"), "a body is binary"),
        (payload('{"a": "joe\\u0040', "application/json"), "a body that should be JSON is not"),
        (payload('data: {"a\n\ndata: {}\n\n', SSE, "BASE64"), "an event within a stream is broken"),
        (payload("[" * 200_000, "application/json"), "nests too deep"),
    ],
)
def test_what_cannot_be_read_is_refused(request_: Payload, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        redacted(request_)


@pytest.mark.parametrize("member", ["captureData", None])
def test_unknown_members_are_refused(member: str | None) -> None:
    whole = record(payload("{}"))
    (whole[member] if member else whole)["more"] = MAIL
    with pytest.raises(UnreadableError, match=r"1 members of .* are not known"):
        redact(Capture.of(json.dumps(whole).encode()), REDACTOR)
