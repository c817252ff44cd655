import gzip
from collections.abc import Iterable, Iterator

import pytest

from functions.capture import lines as module
from functions.capture.lines import Line, read_lines


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


def texts(chunks: Iterable[bytes]) -> list[tuple[int, bytes]]:
    return [(line.number, line.data) for line in read_lines(chunks)]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("content", [b"one\n\ntwo\r\nthree", b"one\n\ntwo\nthree\n"])
def test_lines_come_whole_however_they_are_cut(content: bytes, size: int) -> None:
    expected = [(1, b"one"), (3, b"two"), (4, b"three")]
    assert texts(pieces(content, size)) == expected
    assert texts(pieces(gzip.compress(content), size + 1)) == expected


def test_empty_object_has_no_lines() -> None:
    assert texts([]) == texts([b""]) == []


def test_broken_compression_ends_the_lines() -> None:
    content = gzip.compress(b"one\ntwo\n")
    *_, last = read_lines([content[:12] + b"\xff\xff" + content[14:]])
    assert last.trouble == "the gzip data is broken from here on"


def test_too_long_line_is_left_out() -> None:
    found = list(read_lines(pieces(b"x" * 9 + b"\nab\n", 2), max_line_bytes=8))
    assert found == [Line(1, b"", "the line has more than 8 bytes"), Line(2, b"ab")]


def test_well_compressed_object_is_read_by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK_BYTES", 100)
    content = gzip.compress(b"x" * 50_000 + b"\nend")
    found = list(read_lines([content], max_line_bytes=1000))
    assert [line.trouble or line.data for line in found] == [
        "the line has more than 1000 bytes",
        b"end",
    ]
