from lockgate.local.sagemaker.capture.record import Event, Payload, Record, Source
from lockgate.local.sagemaker.capture.sample import Sample
from lockgate.local.sagemaker.capture.settings import INPUT, OUTPUT
from tests.local.in_process import SCOPE
from tests.local.sagemaker.capture.captured import MOMENT, settings

REQUEST = Payload("text/csv", b"1")


def sample(records: list[Record], *modes: str, most_bytes: int = 100) -> Sample:
    source = Source(SCOPE, "chat", "primary", settings(modes=frozenset(modes)))
    return Sample(source, Event("e", MOMENT), REQUEST, records.append, most_bytes=most_bytes)


def test_the_pieces_of_an_answer_are_one_payload() -> None:
    records: list[Record] = []
    collecting = sample(records, INPUT, OUTPUT)
    for piece in (b"o", b"ne"):
        collecting.add(piece)
    collecting.end("text/plain")
    assert records[0].payloads == {INPUT: REQUEST, OUTPUT: Payload("text/plain", b"one")}


def test_a_record_is_handed_on_once() -> None:
    records: list[Record] = []
    collecting = sample(records, INPUT)
    collecting.end("text/plain")
    collecting.end("text/plain")
    assert len(records) == 1


def test_only_the_modes_that_are_asked_for_are_captured() -> None:
    records: list[Record] = []
    for mode in (INPUT, OUTPUT):
        sample(records, mode).end("text/plain")
    assert [list(record.payloads) for record in records] == [[INPUT], [OUTPUT]]


def test_an_endless_answer_is_not_kept_on() -> None:
    records: list[Record] = []
    collecting = sample(records, OUTPUT, most_bytes=2)
    for _ in range(100):
        collecting.add(b"ab")
    collecting.end("text/plain")
    assert records[0].size == 4
