"""What is done with an object of an endpoint with redaction, and what a kill leaves of it."""

import contextlib
import gzip
import json

import pytest

from functions.capture.redaction import Redactor
from tests.functions.capture.captured import (
    ANSWER,
    BUCKET,
    KEY,
    RECORDS,
    REDACTED,
    ROWS,
    chat,
    lines,
    message,
    payload,
    record,
    rows,
)
from tests.functions.capture.conftest import Counts, Run
from tests.functions.capture.fake_s3 import FakeS3, KilledError, refusal

PLANTED = "planted.secret@example.com"
ASKED = {"messages": [{"role": "user", "content": f"Write to {PLANTED}."}], "user": "joe"}
CONTENT = lines(chat(ASKED), chat(ASKED, event_id="e2"))
STEPS = 4
"""Operations of S3 for one object: read it, store its copy, store its rows, delete it."""


@pytest.fixture
def redactions() -> dict[str, Redactor]:
    return {"dev-chat": Redactor.of({"patterns": ["email"], "drop_keys": ["user"]})}


def everything(s3: FakeS3) -> str:
    """All that is stored anywhere, decompressed."""
    return "".join(
        (gzip.decompress(content) if key.endswith(".gz") else content).decode()
        for (_, key), content in s3.objects.items()
    )


def test_redacted_copy_takes_the_place_of_the_object(run: Run, s3: FakeS3) -> None:
    s3.objects[BUCKET, KEY] = CONTENT
    assert run(message(KEY)) == []
    assert s3.keys(BUCKET) == {REDACTED}
    first = json.loads(s3.objects[BUCKET, REDACTED].splitlines()[0])
    asked = json.loads(first["captureData"]["endpointInput"]["data"])
    assert asked == {"messages": [{"role": "user", "content": "Write to [REDACTED]."}]}
    assert list(first) == ["captureData", "eventMetadata", "eventVersion"]


def test_secret_is_in_no_store_after_redaction(run: Run, s3: FakeS3) -> None:
    s3.objects[BUCKET, KEY] = CONTENT
    run(message(KEY))
    assert PLANTED not in everything(s3)
    assert "joe" not in everything(s3)


def test_rows_are_derived_from_what_is_kept(run: Run, s3: FakeS3) -> None:
    s3.objects[BUCKET, KEY] = CONTENT
    run(message(KEY))
    assert rows(s3.objects[RECORDS, ROWS])[0]["prompt_characters"] == len("Write to [REDACTED].")


def test_object_is_deleted_last(run: Run, s3: FakeS3) -> None:
    s3.objects[BUCKET, KEY] = CONTENT
    run(message(KEY))
    assert s3.operations == [
        ("GetObject", KEY),
        ("PutObject", REDACTED),
        ("PutObject", ROWS),
        ("DeleteObject", KEY),
    ]


@pytest.mark.parametrize("attribute", ["fail_at", "kill_after"])
@pytest.mark.parametrize("step", range(STEPS))
def test_kill_at_any_step_loses_nothing_and_doubles_nothing(
    run: Run, s3: FakeS3, counts: Counts, attribute: str, step: int
) -> None:
    s3.objects[BUCKET, KEY] = CONTENT
    setattr(s3, attribute, step)
    with contextlib.suppress(KilledError):
        run(message(KEY))
    assert counts() == {}
    assert run(message(KEY)) == []
    assert s3.keys(BUCKET) == {REDACTED}
    assert [row["event_id"] for row in rows(s3.objects[RECORDS, ROWS])] == ["e1", "e2"]
    assert counts() == {"CapturedRequests": 2}


@pytest.mark.parametrize("step", range(STEPS))
def test_throttled_store_leaves_the_message_until_it_works(
    run: Run, s3: FakeS3, counts: Counts, step: int
) -> None:
    s3.objects[BUCKET, KEY] = CONTENT
    s3.fail_at, s3.error = step, refusal("AnyOperation", "SlowDown", 503)
    assert run(message(KEY)) == ["m1"]
    assert run(message(KEY)) == []
    assert s3.keys(BUCKET) == {REDACTED}
    assert counts() == {"CapturedRequests": 2}


def test_batch_that_is_killed_late_is_counted_by_its_next_try(
    run: Run, s3: FakeS3, counts: Counts
) -> None:
    other = KEY.replace("12-18", "13-19")
    s3.objects |= {(BUCKET, KEY): CONTENT, (BUCKET, other): CONTENT}
    s3.fail_at = 5  # the first object is replaced by then
    batch = (message(KEY), message(other, identity="m2"))
    with pytest.raises(KilledError):
        run(*batch)
    assert run(*batch) == []
    assert counts() == {"CapturedRequests": 4}


def test_late_message_about_a_replaced_object_does_nothing(
    run: Run, s3: FakeS3, counts: Counts
) -> None:
    s3.objects[BUCKET, KEY] = CONTENT
    run(message(KEY))
    before = dict(s3.objects)
    counts()
    assert run(message(KEY, identity="late")) == []
    assert (s3.objects, counts()) == (before, {})


def test_line_that_cannot_be_redacted_keeps_the_object_and_fails_its_message(
    run: Run, s3: FakeS3, caplog: pytest.LogCaptureFixture
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat(ASKED), f'{{"broken": "{PLANTED}')
    assert run(message(KEY)) == ["m1"]
    assert s3.keys(BUCKET) == {KEY, REDACTED}
    assert len(rows(s3.objects[RECORDS, ROWS])) == 1
    assert f"1 lines of s3://{BUCKET}/{KEY} cannot be read and so not be redacted" in caplog.text
    kept = [content for (bucket, key), content in s3.objects.items() if key != KEY]
    assert not any(PLANTED.encode() in content for content in kept)
    assert PLANTED not in caplog.text


def test_object_that_fails_again_and_again_is_counted_once(
    run: Run, s3: FakeS3, counts: Counts
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat(ASKED), "broken")
    assert [run(message(KEY)) for _ in range(3)] == [["m1"]] * 3
    assert counts() == {"CapturedRequests": 1, "UnparsableRecords": 1}


def test_object_that_can_be_read_after_all_gets_all_its_rows(
    run: Run, s3: FakeS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat(ASKED), "broken")
    run(message(KEY))
    s3.objects[BUCKET, KEY] = lines(chat(ASKED), chat(event_id="e2"))
    assert run(message(KEY, identity="redriven")) == []
    assert s3.keys(BUCKET) == {REDACTED}
    assert len(rows(s3.objects[RECORDS, ROWS])) == 2


def test_binary_body_cannot_be_redacted(run: Run, s3: FakeS3) -> None:
    image = payload(b"\x89PNG\xff\xfe", "image/png", "BASE64")
    s3.objects[BUCKET, KEY] = lines(record(image, payload(ANSWER)))
    assert run(message(KEY)) == ["m1"]
    assert KEY in s3.keys(BUCKET)


def test_other_endpoints_keep_what_they_capture(run: Run, s3: FakeS3) -> None:
    key = KEY.replace("dev-chat", "dev-other")
    s3.objects[BUCKET, key] = CONTENT
    assert run(message(key)) == []
    assert s3.objects[BUCKET, key] == CONTENT
