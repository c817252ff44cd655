from datetime import timedelta
from uuid import UUID

from lockgate.local.sagemaker.capture.layout import files, place
from lockgate.local.sagemaker.capture.record import Payload
from tests.local.sagemaker.capture.captured import MOMENT, record

PAYLOAD = Payload("text/csv", b"1")


def test_a_file_lies_below_endpoint_variant_and_hour() -> None:
    captured = record(PAYLOAD)
    folder, _, name = place(captured.source, captured.event).uri.rpartition("/")
    assert folder == "s3://data/captured/chat/primary/2026/03/04/05"
    assert name.startswith("06-07-089-")
    assert str(UUID(name.removeprefix("06-07-089-").removesuffix(".jsonl"))) in name


def test_records_of_an_hour_share_a_file_in_the_order_of_their_times() -> None:
    late, early = record(PAYLOAD, moment=MOMENT + timedelta(minutes=1)), record(PAYLOAD)
    assert files([late, early]) == [[early, late]]


def test_each_hour_has_files_of_its_own() -> None:
    late = record(PAYLOAD, moment=MOMENT + timedelta(hours=1))
    assert files([record(PAYLOAD), late]) == [[record(PAYLOAD)], [late]]


def test_each_variant_has_files_of_its_own() -> None:
    a, b = record(PAYLOAD, variant="a"), record(PAYLOAD, variant="b")
    assert files([a, b, a]) == [[a, a], [b]]


def test_a_file_that_is_full_is_followed_by_another() -> None:
    long = record(Payload("text/csv", b"12345"))
    assert files([long, long, long], file_bytes=10) == [[long, long], [long]]


def test_a_record_longer_than_a_file_has_one_of_its_own() -> None:
    short, long = record(PAYLOAD), record(Payload("text/csv", b"12345"))
    assert files([short, long, short], file_bytes=3) == [[short], [long], [short]]
