from datetime import timedelta

from lockgate.local.sagemaker.capture.layout import files, place
from lockgate.local.sagemaker.capture.record import Payload
from tests.local.sagemaker.capture.captured import MOMENT, record

PAYLOAD = Payload("text/csv", b"1")


def test_a_file_lies_below_endpoint_variant_and_hour() -> None:
    where = place(record(PAYLOAD).source, MOMENT, "cee08c3a")
    assert where.uri == "s3://data/captured/chat/primary/2026/03/04/05/06-07-089-cee08c3a.jsonl"


def test_records_of_an_hour_share_a_file_in_the_order_of_their_times() -> None:
    late, early = record(PAYLOAD, moment=MOMENT + timedelta(minutes=1)), record(PAYLOAD)
    assert files([late, early]) == [[early, late]]


def test_each_hour_has_files_of_its_own() -> None:
    late = record(PAYLOAD, moment=MOMENT + timedelta(hours=1))
    assert files([record(PAYLOAD), late]) == [[record(PAYLOAD)], [late]]


def test_each_variant_has_files_of_its_own() -> None:
    a, b = record(PAYLOAD, variant="a"), record(PAYLOAD, variant="b")
    assert files([a, b, a]) == [[a, a], [b]]
