import pytest

from functions.capture.place import CapturedObject, Place
from functions.capture.trouble import CaptureError
from tests.functions.capture.captured import BUCKET, KEY, REDACTED, ROWS

PLACE = Place.of(KEY)
SOURCE = CapturedObject(BUCKET, KEY)


def test_key_tells_endpoint_and_variant() -> None:
    assert (PLACE.endpoint, PLACE.variant) == ("dev-chat", "primary")


def test_keys_follow_from_the_objects() -> None:
    assert (PLACE.redacted, PLACE.rows) == (REDACTED, ROWS)


def test_rows_of_a_compressed_object_have_one_suffix() -> None:
    assert Place.of(f"{KEY}.gz").rows == ROWS


def test_quarantine_is_named_by_the_object() -> None:
    key = PLACE.quarantine(SOURCE)
    assert key.startswith("quarantine/dt=2026-11-22/hour=10/")
    assert key == PLACE.quarantine(SOURCE) != PLACE.quarantine(CapturedObject("other", KEY))


@pytest.mark.parametrize(
    "key", ["redacted/a/b/2026/11/22/10/f.jsonl", "captures/a/2026/11/22/10/f.jsonl", "captures/"]
)
def test_other_keys_are_refused(key: str) -> None:
    with pytest.raises(CaptureError, match=f"key {key} is not captures/ENDPOINT/VARIANT"):
        Place.of(key)
