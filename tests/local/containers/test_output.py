import asyncio

import pytest

from lockgate.local.containers.output import KEPT_LINES, LONGEST_LINE, Output


async def pumped(*pieces: bytes) -> list[str]:
    lines: list[str] = []
    stream = asyncio.StreamReader()
    for piece in pieces:
        stream.feed_data(piece)
    stream.feed_eof()
    await Output(lines.append).pump(stream)
    return lines


async def test_lines_are_passed_on_one_by_one() -> None:
    assert await pumped(b"one\ntwo\r\n\nfour\n") == ["one", "two", "", "four"]


async def test_last_line_without_line_break_is_kept() -> None:
    assert await pumped(b"one\nlast words") == ["one", "last words"]


async def test_bytes_that_are_not_utf8_are_replaced() -> None:
    assert await pumped(b"caf\xc3\xa9 \xff\n") == ["café \ufffd"]


async def test_character_cut_by_the_end_is_replaced() -> None:
    assert await pumped(b"caf\xc3") == ["caf\ufffd"]


async def test_long_line_is_split() -> None:
    lines = await pumped(b"x" * (2 * LONGEST_LINE + 1) + b"\nnext\n")
    assert [len(line) for line in lines] == [LONGEST_LINE, LONGEST_LINE, 1, 4]


async def test_last_lines_are_bounded() -> None:
    output = Output(lambda _line: None)
    for number in range(KEPT_LINES + 10):
        output.write(str(number))
    assert list(output.last_lines) == [str(number) for number in range(10, KEPT_LINES + 10)]


async def test_receiver_that_fails_does_not_stop_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    output = Output(lambda _line: 1 / 0)  # type: ignore[arg-type]
    output.write("one")
    output.write("two")
    assert list(output.last_lines) == ["one", "two"]
    assert "ZeroDivisionError" in caplog.text


async def test_character_across_two_reads_stays_whole() -> None:
    lines: list[str] = []
    stream = asyncio.StreamReader()
    pump = asyncio.create_task(Output(lines.append).pump(stream))
    stream.feed_data(b"caf\xc3")
    await asyncio.sleep(0)  # let the first piece be read alone
    stream.feed_data(b"\xa9\n")
    stream.feed_eof()
    await pump
    assert lines == ["café"]
