import pytest
from botocore.exceptions import ClientError

from functions.metrics.aggregate import Key
from functions.metrics.envelope import Place
from functions.metrics.published import claim

from .fake_s3 import FakeS3, error
from .samples import MINUTE

KEYS = [Key(Place("dev-chat", variant), MINUTE) for variant in ("a", "b")]


def claimed(s3: FakeS3, *keys: Key) -> list[Key]:
    got: list[Key] = []
    claim("records", s3, keys, got)
    return got


def test_note_says_what_was_published(s3: FakeS3) -> None:
    assert claimed(s3, KEYS[0]) == KEYS[:1]
    (key,) = s3.objects
    assert key.startswith("published/dt=2026-11-22/hour=10/")
    assert s3.objects[key] == (
        b'{"endpoint":"dev-chat","variant":"a","minute":"2026-11-22T10:15:00Z"}'
    )


def test_minute_is_claimed_once_for_each_variant(s3: FakeS3) -> None:
    assert claimed(s3, KEYS[0]) == KEYS[:1]
    assert claimed(s3, *KEYS) == KEYS[1:]
    assert claimed(s3, *KEYS) == []


def test_store_that_fails_is_told(s3: FakeS3) -> None:
    def refuse(operation: str, key: str) -> None:
        raise error(operation, "SlowDown", 503)

    s3.before = refuse
    with pytest.raises(ClientError, match="SlowDown"):
        claimed(s3, *KEYS)
