import pytest

from functions.metrics.lines.toolkit import parse

LINE = (
    "2022-03-23 14:31:19,265 [INFO ] pool-1-thread-3 ACCESS_LOG - /169.254.178.2:51978 "
    '"POST /invocations HTTP/1.1" 200 31'
)
"""As in aws/sagemaker-huggingface-inference-toolkit#61, for the path of inferences."""


def test_line_tells_status_and_latency() -> None:
    inference = parse(LINE, 60_000)
    assert inference is not None
    assert (inference.status, inference.latency_ms, inference.stream) == (200, 31, False)
    assert inference.time.minute == 1


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("POST /invocations", "GET /ping"),
        "2022-03-23 14:31:18,816 [INFO ] W-9000-m com.amazonaws.ml.mms.wlm.WorkerThread - "
        "Backend response time: 1563",
    ],
)
def test_other_line_is_none_of_its(line: str) -> None:
    assert parse(line, 0) is None


def test_line_whose_numbers_are_none_is_refused() -> None:
    with pytest.raises(ValueError, match="does not end with two numbers"):
        parse(LINE.replace(" 31", " soon"), 0)
