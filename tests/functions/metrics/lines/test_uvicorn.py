from datetime import UTC, datetime

import pytest

from functions.metrics.lines.uvicorn import parse
from tests.functions.metrics.lines.known import known

ACCESS = '127.0.0.1:34658 - "POST /invocations HTTP/1.1" 200 OK'
"""As in vllm-project/vllm#14736, for the path that SageMaker asks."""


@pytest.mark.parametrize(
    "line",
    [
        f"INFO:     {ACCESS}",
        f"(APIServer pid=72) INFO:     {ACCESS}",
        f"[2025-08-04 11:51:41] INFO:     {ACCESS}\n",
    ],
)
def test_line_of_vllm_and_of_sglang_tells_the_status(line: str) -> None:
    inference = parse(line, 1_764_657_586_250)
    assert inference is not None
    assert inference.status == 200
    assert inference.time == datetime(2025, 12, 2, 6, 39, 46, 250_000, UTC)


def test_status_of_several_words_is_read() -> None:
    inference = parse(f"INFO:     {ACCESS}".replace("200 OK", "429 Too Many Requests"), 0)
    assert inference is not None
    assert inference.status == 429


def test_what_the_line_does_not_tell_is_not_known() -> None:
    assert known(parse(f"INFO:     {ACCESS}", 0)) == {"time", "status"}


@pytest.mark.parametrize(
    "line",
    [
        'INFO:     127.0.0.1:1 - "GET /ping HTTP/1.1" 200 OK',
        f"INFO 12-02 06:39:46 [logger.py:40] Received request cmpl-1: prompt: 'INFO:   {ACCESS}'",
        "INFO 12-02 06:39:46 [loggers.py:123] Engine 000: Avg prompt throughput: 4234.6 tokens/s",
    ],
)
def test_other_line_is_none_of_its(line: str) -> None:
    assert parse(line, 0) is None


@pytest.mark.parametrize(
    ("status", "reason"),
    [("OK", "the status of an access line is not a number"), ("20", "status")],
)
def test_status_that_is_none_is_refused(status: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(f"INFO:     {ACCESS}".replace("200", status), 0)


def test_timestamp_that_is_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="the log event's timestamp is no time"):
        parse(f"INFO:     {ACCESS}", 10**18)
