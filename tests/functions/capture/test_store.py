import io
from unittest.mock import MagicMock

import pytest
from botocore.exceptions import ClientError

from functions.capture.place import CapturedObject
from functions.capture.store import Store
from functions.capture.trouble import MissingObjectError
from tests.functions.capture.captured import BUCKET, KEY, RECORDS, ROWS
from tests.functions.capture.fake_s3 import FakeS3

SOURCE = CapturedObject(BUCKET, KEY)


def put(store: Store, content: bytes, message: str) -> tuple[str, bool]:
    return store.put_rows(ROWS, io.BytesIO(content), digest=content.decode(), message=message)


def test_first_rows_are_those_of_the_first_message(s3: FakeS3) -> None:
    store = Store(RECORDS, s3)
    assert put(store, b"rows", "m1") == ("m1", True)
    assert put(store, b"rows", "m2") == ("m1", False)


def test_other_rows_replace_the_first_and_keep_their_message(s3: FakeS3) -> None:
    store = Store(RECORDS, s3)
    put(store, b"rows", "m1")
    assert put(store, b"more rows", "m2") == ("m1", False)
    assert s3.objects[RECORDS, ROWS] == b"more rows"
    assert put(store, b"more rows", "m3") == ("m1", False)


@pytest.mark.parametrize("answer", ["NoSuchKey", "AccessDenied"])
def test_missing_object_is_told_whatever_s3_says_of_it(s3: FakeS3, answer: str) -> None:
    s3.missing = answer
    s3.objects[BUCKET, f"{KEY}.more"] = b""
    with pytest.raises(MissingObjectError, match=f"s3://{BUCKET}/{KEY} is not there"):
        Store(RECORDS, s3).read(SOURCE)


def test_object_that_may_not_be_read_is_not_missing(
    s3: FakeS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.missing = "AccessDenied"
    monkeypatch.setattr(s3, "list_objects_v2", lambda **_: {"Contents": [{"Key": KEY}]})
    with pytest.raises(ClientError, match="AccessDenied"):
        Store(RECORDS, s3).read(SOURCE)


def test_version_of_an_object_is_read_and_deleted() -> None:
    s3 = MagicMock()
    store, source = Store(RECORDS, s3), CapturedObject(BUCKET, KEY, "v1")
    store.read(source)
    store.delete(source)
    s3.get_object.assert_called_once_with(Bucket=BUCKET, Key=KEY, VersionId="v1")
    s3.delete_object.assert_called_once_with(Bucket=BUCKET, Key=KEY, VersionId="v1")
