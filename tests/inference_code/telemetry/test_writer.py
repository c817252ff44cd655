import os
from collections.abc import Iterator

import orjson
import pytest

from inference_code.telemetry.writer import LineWriter

Pipe = tuple[int, int]
PATIENCE_S = 300
FILLING = b"x" * 4095 + b"\n"


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    read, write = os.pipe()
    yield read, write
    for descriptor in (read, write):
        try:
            os.close(descriptor)
        except OSError:
            continue


@pytest.fixture
def full_pipe(pipe: Pipe) -> Pipe:
    """A pipe whose reader has stopped reading."""
    os.set_blocking(pipe[1], False)
    try:
        while True:
            os.write(pipe[1], FILLING)
    except BlockingIOError:
        os.set_blocking(pipe[1], True)
    return pipe


def read_lines(descriptor: int, *, until: bytes) -> list[bytes]:
    """Lines that follow the filling."""
    text = b""
    while until + b"\n" not in text:
        text += os.read(descriptor, 65536)
    return [line for line in text.splitlines() if not line.startswith(b"x")]


def test_lines_are_written_in_order(pipe: Pipe) -> None:
    writer = LineWriter(pipe[1])
    writer(b"first\n")
    writer(b"second\n")
    assert writer.flush(PATIENCE_S)
    assert os.read(pipe[0], 100) == b"first\nsecond\n"


def test_a_reader_that_stopped_holds_up_nobody(full_pipe: Pipe) -> None:
    writer = LineWriter(full_pipe[1], longest=4)
    for _ in range(100):
        writer(b"line\n")
    assert not writer.flush(0.01)
    os.close(full_pipe[0])  # lets the blocked thread go, before its descriptor is another's
    assert writer.flush(PATIENCE_S)


def test_dropped_lines_are_counted_once_there_is_room(full_pipe: Pipe) -> None:
    writer = LineWriter(full_pipe[1], longest=4)
    for number in range(100):
        writer(b"line %d\n" % number)
    kept = read_lines(full_pipe[0], until=b"line 3")
    assert writer.flush(PATIENCE_S)
    writer(b"after\n")
    *late, after = read_lines(full_pipe[0], until=b"after")
    assert after == b"after"
    written = [line for line in kept + late if line.startswith(b"line")]
    dropped = [orjson.loads(line) for line in kept + late if not line.startswith(b"line")]
    assert {record["lockgate"] for record in dropped} == {"dropped"}
    assert sum(record["lines"] for record in dropped) == 100 - len(written)


def test_a_reader_that_went_away_is_no_error(pipe: Pipe) -> None:
    writer = LineWriter(pipe[1])
    os.close(pipe[0])
    writer(b"lost\n")
    assert writer.flush(PATIENCE_S)
