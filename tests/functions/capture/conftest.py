"""The function with S3 in memory."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.capture import handler
from functions.capture.process import Processor
from functions.capture.redaction import Redactor
from functions.capture.settings import Settings
from functions.capture.store import Store
from tests.functions.capture.captured import RECORDS, TIME_S
from tests.functions.capture.fake_s3 import FakeS3

Run = Callable[..., list[str]]
Counts = Callable[[], dict[str, float]]


@pytest.fixture
def s3() -> FakeS3:
    return FakeS3()


@pytest.fixture
def redactions() -> dict[str, Redactor]:
    """What is taken out, by endpoint; a test may put something in."""
    return {}


@pytest.fixture
def run(s3: FakeS3, redactions: dict[str, Redactor], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Invoke the function with messages; returns the ids of those that failed."""
    made = Processor(Store(RECORDS, s3), Settings(RECORDS, redactions))
    monkeypatch.setattr(handler, "processor", lambda: made)
    monkeypatch.setattr("functions.capture.handler.time.time", lambda: TIME_S + 60.0)

    def invoke(*messages: dict[str, Any]) -> list[str]:
        failures = handler.on_messages({"Records": list(messages)})["batchItemFailures"]
        return [failure["itemIdentifier"] for failure in failures]

    return invoke


@pytest.fixture
def counts(capsys: pytest.CaptureFixture[str]) -> Counts:
    """Sums of all that was published since it was last asked."""

    def read() -> dict[str, float]:
        sums: dict[str, float] = {}
        for line in capsys.readouterr().out.splitlines():
            document = json.loads(line)
            for metric in document["_aws"]["CloudWatchMetrics"][0]["Metrics"]:
                name = metric["Name"]
                sums[name] = sums.get(name, 0) + document[name]
        return sums

    return read
