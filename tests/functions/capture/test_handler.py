import json
from typing import Any

import pytest

from functions.capture import handler
from tests.functions.capture.captured import (
    BUCKET,
    KEY,
    RECORDS,
    ROWS,
    TIME,
    chat,
    lines,
    message,
    rows,
)
from tests.functions.capture.conftest import Counts, Run
from tests.functions.capture.fake_s3 import FakeS3, refusal

TEST_EVENT = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET}
EMPTY = {"choices": [{"message": {"content": ""}, "finish_reason": "length"}]}


def test_captured_object_becomes_rows_and_counts(run: Run, s3: FakeS3, counts: Counts) -> None:
    s3.objects[BUCKET, KEY] = lines(chat(), chat(answer=EMPTY, event_id="e2"))
    assert run(message(KEY)) == []
    first, second = rows(s3.objects[RECORDS, ROWS])
    assert (first["endpoint"], first["variant"]) == ("dev-chat", "primary")
    assert (first["inference_time"], first["completion_tokens"]) == (TIME, 3)
    assert second["empty"] is True
    assert counts() == {"CapturedRequests": 2, "EmptyAnswers": 1}


def test_one_object_without_redaction_stays(run: Run, s3: FakeS3) -> None:
    s3.objects[BUCKET, KEY] = lines(chat())
    run(message(KEY))
    assert s3.keys(BUCKET) == {KEY}


def test_event_that_s3_sends_as_a_test_does_nothing(run: Run, s3: FakeS3) -> None:
    assert run({"messageId": "m1", "body": json.dumps(TEST_EVENT)}) == []
    assert s3.operations == []


def test_several_objects_of_one_message_are_all_read(run: Run, s3: FakeS3) -> None:
    other = KEY.replace("12-18", "13-19")
    s3.objects |= {(BUCKET, KEY): lines(chat()), (BUCKET, other): lines(chat())}
    assert run(message(KEY, other)) == []
    assert len(s3.keys(RECORDS)) == 2


def test_failed_message_does_not_keep_others_from_being_handled(
    run: Run, s3: FakeS3, caplog: pytest.LogCaptureFixture
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat())
    bad = {"messageId": "bad", "body": "no JSON"}
    assert run(bad, message(KEY)) == ["bad"]
    assert s3.keys(RECORDS) == {ROWS}
    assert "message bad failed: CaptureError: the message is no event notification" in caplog.text


def test_missing_object_that_was_never_read_fails(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    assert run(message(KEY)) == ["m1"]
    assert "is not there, and was never read" in caplog.text


def test_object_that_is_no_capture_fails(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    assert run(message("redacted/x.jsonl")) == ["m1"]
    assert "key redacted/x.jsonl is not captures/ENDPOINT/VARIANT" in caplog.text


def test_retried_message_gives_the_same_rows_once(run: Run, s3: FakeS3, counts: Counts) -> None:
    s3.objects[BUCKET, KEY] = lines(chat())
    run(message(KEY))
    before = dict(s3.objects)
    run(message(KEY))
    assert s3.objects == before
    assert [operation for operation, _ in s3.operations].count("PutObject") == 2  # one refused


def test_second_message_about_an_object_counts_nothing(
    run: Run, s3: FakeS3, counts: Counts
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat())
    assert run(message(KEY), message(KEY, identity="m2")) == []
    assert counts() == {"CapturedRequests": 1}


def test_failing_store_leaves_the_message_for_another_try(
    run: Run, s3: FakeS3, counts: Counts, caplog: pytest.LogCaptureFixture
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat())
    s3.fail_at, s3.error = 1, refusal("PutObject", "SlowDown", 503)
    assert run(message(KEY)) == ["m1"]
    assert "SlowDown" in caplog.text
    assert counts() == {}
    assert run(message(KEY)) == []
    assert counts() == {"CapturedRequests": 1}


def test_objects_of_a_message_that_failed_in_part_are_counted_once(
    run: Run, s3: FakeS3, counts: Counts
) -> None:
    other = KEY.replace("12-18", "13-19")
    s3.objects[BUCKET, KEY] = lines(chat())
    assert run(message(KEY, other)) == ["m1"]
    assert counts() == {}
    s3.objects[BUCKET, other] = lines(chat())
    assert run(message(KEY, other)) == []
    assert counts() == {"CapturedRequests": 2}


def test_rows_too_old_for_metrics_are_stored_and_not_counted(
    run: Run,
    s3: FakeS3,
    counts: Counts,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat())
    monkeypatch.setattr("functions.capture.handler.time.time", lambda: 1_900_000_000.0)
    assert run(message(KEY)) == []
    assert (counts(), s3.keys(RECORDS)) == ({}, {ROWS})
    assert "1 rows are stored, and too old or too new to be counted" in caplog.text


def test_unexpected_error_is_logged_without_its_message(
    run: Run, s3: FakeS3, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    s3.objects[BUCKET, KEY] = lines(chat())

    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("could not convert 'planted secret'")

    monkeypatch.setattr("functions.capture.process.read_lines", fail)
    assert run(message(KEY)) == ["m1"]
    assert "unexpected ValueError in " in caplog.text
    assert "planted secret" not in caplog.text


def test_processor_is_made_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECORDS_BUCKET", RECORDS)
    monkeypatch.setenv("REDACTIONS", '{"dev-chat": {"patterns": ["email"]}}')
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    handler.processor.cache_clear()
    made = handler.processor()
    handler.processor.cache_clear()
    assert (made.store.bucket, list(made.settings.redactions)) == (RECORDS, ["dev-chat"])
