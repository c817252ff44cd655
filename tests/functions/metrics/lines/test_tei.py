import pytest

from functions.metrics.lines.tei import parse
from tests.functions.metrics.lines.known import known

LINE = (
    '2025-08-09T19:36:02.798333Z  INFO openai_embed{total_time="1.207716998s" '
    'tokenization_time="11.232786ms" queue_time="686.203µs" inference_time="1.195713965s"}: '
    "text_embeddings_router::http::server: router/src/http/server.rs:1290: Success"
)
"""From huggingface/text-embeddings-inference#305."""


def test_times_are_those_of_the_line() -> None:
    inference = parse(LINE, 0)
    assert inference is not None
    assert inference.latency_ms == pytest.approx(1207.716998)
    assert inference.queue_ms == pytest.approx(0.686203)
    assert inference.time.isoformat() == "2025-08-09T19:36:02.798333+00:00"


def test_what_the_line_does_not_tell_is_not_known() -> None:
    assert known(parse(LINE, 0)) == {"time", "status", "stream", "latency_ms", "queue_ms"}


def test_line_without_its_times_is_refused() -> None:
    with pytest.raises(ValueError, match="total_time is missing or no duration"):
        parse(LINE.replace("total_time", "time"), 0)


def test_line_of_another_server_is_none_of_its() -> None:
    assert parse(LINE.replace("text_embeddings_router", "text_generation_router"), 0) is None
