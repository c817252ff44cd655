import json
from typing import Any

import pytest

from lockgate.invocation.server_sent_events import messages

EVENTS: list[dict[str, Any]] = [{"text": "Grüße"}, {"text": "🚢"}, {"text": 'a\n"b"'}]
STREAM = b"".join(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode() for event in EVENTS)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_parts_of_any_size_join_to_the_same_messages(size: int) -> None:
    parts = [STREAM[start : start + size] for start in range(0, len(STREAM), size)]

    assert list(messages(parts)) == EVENTS


def test_message_is_yielded_before_the_next_part_is_read() -> None:
    def parts() -> Any:
        yield b'data: {"n": 1}\n\n'
        raise AssertionError("read too far")

    assert next(messages(parts())) == {"n": 1}


def test_end_marker_is_no_message() -> None:
    assert list(messages([b"data: [DONE]\n\n"])) == []


def test_comments_and_other_fields_are_passed_over() -> None:
    assert list(messages([b': ping\nevent: x\ndata:{"n": 1}\r\n\r\n'])) == [{"n": 1}]


def test_last_event_may_lack_its_line_end() -> None:
    assert list(messages([b'data: {"n": 1}'])) == [{"n": 1}]


def test_event_that_is_no_json_is_an_error() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        list(messages([b"data: oops\n\n"]))


def test_event_that_is_no_object_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"holds '\[1\]' instead of an object"):
        list(messages([b"data: [1]\n\n"]))
