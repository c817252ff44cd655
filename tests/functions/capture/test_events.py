import pytest

from functions.capture.events import is_event_stream, is_json_lines, parse_events, values
from functions.capture.trouble import UnreadableError


def read(text: str) -> list[object]:
    return list(values(parse_events(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('data: {"a": 1}\n\ndata: [DONE]\n\n', [{"a": 1}]),
        ('data:{"a": 1}\r\n\r\ndata:{"a": 2}\r\n\r\n', [{"a": 1}, {"a": 2}]),
        ('event: x\nid: 1\ndata: {"a": 1}\n\n: comment\n\n', [{"a": 1}]),
        ('data: {"a":\ndata: 1}\n\n', [{"a": 1}]),
        ('data: {"a": 1}\ndata: {"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ('data: {"a": "\u2028"}\n\n', [{"a": "\u2028"}]),
        ("data: hello\n\n", ["hello"]),
        ('data: {"a": 1}\n\ndata: {"b', [{"a": 1}]),
        ("data:\n\n", []),
    ],
)
def test_events(text: str, expected: list[object]) -> None:
    assert read(text) == expected


def test_rendered_stream_has_its_layout() -> None:
    text = ': hi\n\nevent: x\ndata: {"a":1}\r\n\ndata: plain\n\ndata: [DONE]\n\n'
    assert "".join(piece.render() for piece in parse_events(text)) == text


def test_event_broken_before_the_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="an event within a stream is broken"):
        read('data: {"a\n\ndata: {"b": 1}\n\n')


@pytest.mark.parametrize("text", ["data: x", "\n: ping", "event: x", "\ufeffid: 1"])
def test_event_stream_is_recognised(text: str) -> None:
    assert is_event_stream(text)


@pytest.mark.parametrize("text", ["", "text", '{"data:": 1}', "database: x"])
def test_other_texts_are_no_event_streams(text: str) -> None:
    assert not is_event_stream(text)


@pytest.mark.parametrize(
    ("text", "expected"), [('{"a"}\n{"b', True), ("{}", False), ("{}\nx", False)]
)
def test_lines_of_json_are_recognised(text: str, expected: bool) -> None:
    assert is_json_lines(text) is expected
