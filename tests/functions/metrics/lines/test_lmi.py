import pytest

from functions.metrics.lines.lmi import parse
from tests.functions.metrics.lines.known import known

LINE = '[INFO ] ACCESS_LOG - /169.254.178.2:51978 "POST /invocations HTTP/1.1" 200 1563'
COLOURED = LINE.replace("[INFO ] ACCESS_LOG -", "\x1b[32mINFO \x1b[m \x1b[92mACCESS_LOG\x1b[m")


@pytest.mark.parametrize("line", [LINE, COLOURED, LINE.replace("INFO ]", "INFO]")])
def test_line_tells_the_status(line: str) -> None:
    inference = parse(line.replace("200", "503"), 60_000)
    assert inference is not None
    assert (inference.status, inference.time.minute) == (503, 1)


def test_number_of_milliseconds_is_no_latency_for_it_may_be_that_of_a_first_chunk() -> None:
    assert known(parse(LINE, 0)) == {"time", "status"}


@pytest.mark.parametrize(
    "line",
    [
        '[INFO ] ACCESS_LOG - /169.254.178.2:51978 "GET /ping HTTP/1.1" 200 0',
        "[INFO ] AsyncRequestManager - Request [cmpl-1] completed",
        f"[INFO ] PyProcess - W-195-model-stdout: {LINE}",
    ],
)
def test_other_line_is_none_of_its(line: str) -> None:
    assert parse(line, 0) is None


@pytest.mark.parametrize(("what", "broken"), [("200", "OK"), ("1563", "soon")])
def test_line_whose_numbers_are_none_is_refused(what: str, broken: str) -> None:
    with pytest.raises(ValueError, match="does not end with two numbers"):
        parse(LINE.replace(what, broken), 0)
