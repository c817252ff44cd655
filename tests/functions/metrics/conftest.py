import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from functions.metrics import handler

from .fake_s3 import FakeS3
from .samples import NOW_S

Call = Callable[[Mapping[str, Any]], list[str]]
"""Invokes the function; the sequence numbers that it wants again."""


@pytest.fixture
def s3() -> FakeS3:
    return FakeS3()


@pytest.fixture
def call(s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("RECORDS_BUCKET", "records")
    monkeypatch.setattr(handler, "s3", lambda: s3)
    monkeypatch.setattr(handler, "time", lambda: NOW_S)

    def invoke(event: Mapping[str, Any]) -> list[str]:
        # As Lambda does: through JSON both ways.
        answer = handler.on_records(json.loads(json.dumps(event)), object())
        failures = json.loads(json.dumps(answer))["batchItemFailures"]
        return [failure["itemIdentifier"] for failure in failures]

    return invoke
