"""Streamed answers: they come in pieces, and the pieces make the text."""

import codecs
from typing import Any

import orjson
import pytest

from tests.containers.contract.applicability import streams
from tests.containers.contract.asking import busy
from tests.containers.contract.running import INFERENCE_ID, Running, new_id
from tests.containers.log import PATIENCE_S

pytestmark = streams


def cut(running: Running, body: dict[str, Any], size: int, **headers: str) -> str:
    """A streamed answer, read some bytes at a time."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    path = running.subject.path
    with running.client.stream("POST", path, json=body, headers=headers) as response:
        text = "".join(map(decoder.decode, response.iter_raw(size)))
    return text + decoder.decode(b"", final=True)


def events(text: str) -> list[dict[str, Any]]:
    *lines, done, rest = text.split("\n\n")
    assert (done, rest) == ("data: [DONE]", "")
    return [orjson.loads(line.removeprefix("data: ")) for line in lines]


def test_first_byte_arrives_before_the_last_is_computed(spare: Running) -> None:
    with busy(spare) as asking:
        assert asking.begun.wait(PATIENCE_S)
        assert asking.body.startswith(b"data: ")
        assert spare.ask(spare.subject.smallest()).status_code == 429
        assert not asking.is_done


@pytest.mark.parametrize("size", [1, 3, 7])
def test_text_is_whole_however_its_bytes_are_cut(running: Running, size: int) -> None:
    body = running.subject.multilingual()
    plain = running.subject.words(running.ask(body).json())
    streamed = running.subject.streamed(events(cut(running, body | {"stream": True}, size)))
    assert streamed == plain
    assert not plain.isascii()
    assert "\ufffd" not in plain


def test_line_of_a_stream_tells_the_time_to_its_first_token(running: Running) -> None:
    request_id = new_id()
    body = running.subject.multilingual() | {"stream": True}
    cut(running, body, 4096, **{INFERENCE_ID: request_id})
    fields = running.line(request_id)
    assert fields["stream"] is True
    assert 0 < fields["ttft_ms"] <= fields["latency_ms"]
    assert fields["tpot_ms"] > 0
    assert fields["completion_tokens"] > 1
