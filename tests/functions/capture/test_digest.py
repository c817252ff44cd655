"""Lines that cannot be read, among others."""

import base64
import gzip
import json
from typing import Any

import pytest

from functions.capture import digest
from functions.capture.lines import read_lines
from functions.capture.row import Row
from tests.functions.capture.captured import BUCKET, KEY, RECORDS, ROWS, chat, lines, message, rows
from tests.functions.capture.conftest import Counts, Run
from tests.functions.capture.fake_s3 import FakeS3

BAD_BASE64 = chat(event_id="bad")
BAD_BASE64["captureData"]["endpointInput"] |= {"data": "??", "encoding": "BASE64"}
NO_TIME = chat()
del NO_TIME["eventMetadata"]["inferenceTime"]


def notes(s3: FakeS3) -> dict[str, Any]:
    (key,) = (key for key in s3.keys(RECORDS) if key.startswith("quarantine/"))
    note: dict[str, Any] = json.loads(s3.objects[RECORDS, key])
    return note


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "the line is no captured record: it is not JSON"),
        ("[]", "the line is no captured record: a member is wrong"),
        ('{"captureData": {}}', "the line is no captured record: eventMetadata is missing"),
        (NO_TIME, "the line is no captured record: inferenceTime is missing"),
        (BAD_BASE64, "the base64 of a payload is broken"),
    ],
)
def test_poison_line_is_noted_and_the_others_are_kept(
    run: Run, s3: FakeS3, counts: Counts, line: Any, reason: str
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat(), line, chat(event_id="e3"))
    assert run(message(KEY)) == []
    assert [row["event_id"] for row in rows(s3.objects[RECORDS, ROWS])] == ["e1", "e3"]
    assert notes(s3) == {
        "reason": "1 lines cannot be read",
        "where": {"bucket": BUCKET, "key": KEY},
        "events": [{"id": "2", "reason": reason}],
    }
    assert counts() == {"CapturedRequests": 2, "UnparsableRecords": 1}


def test_unexpected_error_at_a_line_keeps_its_message_to_itself(
    run: Run, s3: FakeS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("planted secret")

    monkeypatch.setattr(Row, "of", fail)
    s3.objects[BUCKET, KEY] = lines(chat())
    assert run(message(KEY)) == []
    assert notes(s3)["events"] == [{"id": "1", "reason": "unexpected ZeroDivisionError"}]


def test_short_memory_fails_the_message_instead_of_a_line(
    run: Run, s3: FakeS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(Row, "of", fail)
    s3.objects[BUCKET, KEY] = lines(chat())
    assert run(message(KEY)) == ["m1"]
    assert s3.keys(RECORDS) == set()


def test_more_bad_lines_than_are_named_are_counted(
    run: Run, s3: FakeS3, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "MOST_NOTES", 2)
    s3.objects[BUCKET, KEY] = lines(*["bad"] * 5)
    assert run(message(KEY)) == []
    assert (notes(s3)["reason"], len(notes(s3)["events"])) == ("5 lines cannot be read", 2)
    assert counts() == {"UnparsableRecords": 5}


def test_compressed_object_is_read(run: Run, s3: FakeS3) -> None:
    s3.objects[BUCKET, KEY] = gzip.compress(lines(chat())) + gzip.compress(
        lines(chat(event_id="b"))
    )
    assert run(message(KEY)) == []
    assert len(rows(s3.objects[RECORDS, ROWS])) == 2


def test_truncated_compressed_object_gives_the_rows_before_its_end(run: Run, s3: FakeS3) -> None:
    noise = base64.b64encode(bytes(range(256)) * 8).decode()
    whole = gzip.compress(
        lines(*(chat(event_id=f"e{n}", customAttributes=[noise + str(n)]) for n in range(99)))
    )
    s3.objects[BUCKET, KEY] = whole[: len(whole) // 2]
    assert run(message(KEY)) == []
    count = len(rows(s3.objects[RECORDS, ROWS]))
    assert 0 < count < 99
    assert notes(s3)["events"] == [{"id": str(count + 1), "reason": "the gzip data ends early"}]


def test_too_long_line_is_noted_and_the_next_is_read(
    run: Run, s3: FakeS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 2000
    monkeypatch.setattr(
        "functions.capture.process.read_lines",
        lambda chunks: read_lines(chunks, max_line_bytes=limit),
    )
    s3.objects[BUCKET, KEY] = lines("x" * 3000, chat())
    assert run(message(KEY)) == []
    assert notes(s3)["events"] == [{"id": "1", "reason": "the line has more than 2000 bytes"}]
    assert len(rows(s3.objects[RECORDS, ROWS])) == 1
