"""Records as the local AWS writes them, which is as SageMaker does."""

from datetime import UTC, datetime

from functions.capture.capture import Capture
from functions.capture.place import Place
from functions.capture.row import Row
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.asynchronous.locations import parse
from lockgate.local.sagemaker.capture.layout import place
from lockgate.local.sagemaker.capture.record import Event, Payload, Record, Source
from lockgate.local.sagemaker.capture.settings import Settings
from tests.functions.capture.captured import chunks

SETTINGS = Settings(
    parse("s3://captures-bucket/captures"),
    100,
    frozenset({"INPUT", "OUTPUT"}),
    json_types=frozenset({"application/json"}),
)
EVENT = Event("e1", datetime(2026, 11, 22, 10, 12, 18, tzinfo=UTC), inference_id="i1")
SOURCE = Source(Scope("000000000000", "eu-west-1"), "dev-chat", "primary", SETTINGS)


def test_record_of_the_local_aws_is_read() -> None:
    asked = Payload("application/json", b'{"messages": [{"role": "user", "content": "Hi"}]}')
    answered = Payload("text/event-stream", chunks("Hel", "lo").encode())
    line = Record(SOURCE, EVENT, {"INPUT": asked, "OUTPUT": answered}).line()
    row = Row.of(Capture.of(line), Place.of(place(SOURCE, EVENT).key))
    assert (row.inference_id, row.inference_time) == ("i1", "2026-11-22T10:12:18Z")
    assert (row.endpoint, row.variant, row.stream) == ("dev-chat", "primary", True)
    assert (row.prompt_characters, row.answer_characters) == (2, 5)
