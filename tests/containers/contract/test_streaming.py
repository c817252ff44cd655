"""Streamed answers: they come in pieces, and the pieces make the text."""

import re
from typing import Any

import orjson

from tests.containers.contract.applicability import streams
from tests.containers.contract.asking import busy
from tests.containers.contract.running import Running, new_id
from tests.containers.contract.wire import chunks
from tests.containers.log import PATIENCE_S

pytestmark = streams
EVENT = re.compile(r"data: ([^\n]+)\n\n")


def events(pieces: list[bytes]) -> list[dict[str, Any]]:
    """What a stream's pieces say, each of which must be one whole event."""
    found = [EVENT.fullmatch(piece.decode()) for piece in pieces]
    assert all(found), [piece for piece, event in zip(pieces, found, strict=True) if not event]
    *texts, done = (event[1] for event in found if event)
    assert done == "[DONE]"
    return [orjson.loads(text) for text in texts]


def test_first_byte_arrives_before_the_last_is_computed(spare: Running) -> None:
    with busy(spare) as asking:
        assert asking.begun.wait(PATIENCE_S)
        assert asking.body.startswith(b"data: ")
        assert spare.ask(spare.subject.smallest()).status_code == 429
        assert not asking.is_done


def test_each_chunk_is_one_event_with_whole_characters(running: Running) -> None:
    body = running.subject.multilingual()
    plain = running.subject.words(running.ask(body).json())
    streamed = running.subject.streamed(events(chunks(running, body | {"stream": True})))
    assert streamed == plain
    assert not plain.isascii()
    assert "\ufffd" not in plain


def test_line_of_a_stream_tells_the_time_to_its_first_token(running: Running) -> None:
    request_id = new_id()
    body = running.subject.multilingual() | {"stream": True}
    running.ask(body, request_id=request_id)
    fields = running.line(request_id)
    assert fields["stream"] is True
    assert 0 < fields["ttft_ms"] <= fields["latency_ms"]
    assert fields["tpot_ms"] > 0
    assert fields["completion_tokens"] > 1
