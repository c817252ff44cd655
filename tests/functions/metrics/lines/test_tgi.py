import json
from datetime import UTC, datetime

import pytest

from functions.metrics.lines.tgi import parse
from tests.functions.metrics.lines.known import known

TIMES = (
    'total_time="357.867572ms" validation_time="1.96844ms" queue_time="49.382µs" '
    'inference_time="355.849981ms" time_per_token="14.827082ms" seed="None"'
)
ROUTER = "text_generation_router::server: router/src/server.rs:309"
PLAIN = (
    "2024-07-01T08:12:24.861452Z  INFO generate{parameters=GenerateParameters { best_of: None, "
    'max_new_tokens: Some(512), stop: ["//", "[Response]"], grammar: None } '
    f"{TIMES}}}: {ROUTER}: Success"
)
"""As in triton-inference-server/server#7395, with the time that comes before it."""
COLOURED = (
    "\x1b[2m2024-07-01T08:12:24.861452Z\x1b[0m \x1b[32m INFO\x1b[0m \x1b[1mgenerate\x1b[0m\x1b[1m{"
    '\x1b[0m\x1b[3mtotal_time\x1b[0m\x1b[2m=\x1b[0m"1.5s" \x1b[3mqueue_time\x1b[0m\x1b[2m=\x1b[0m'
    '"250ns" \x1b[3minference_time\x1b[0m\x1b[2m=\x1b[0m"1.4s" \x1b[3mtime_per_token\x1b[0m\x1b[2m='
    '\x1b[0m"200ms"\x1b[1m}\x1b[0m\x1b[2m:\x1b[0m \x1b[2mtext_generation_router::server\x1b[0m'
    "\x1b[2m:\x1b[0m \x1b[2mrouter/src/server.rs\x1b[0m\x1b[2m:\x1b[0m\x1b[2m407\x1b[0m\x1b[2m:"
    "\x1b[0m Success"
)
SPAN = {
    "inference_time": "355.849981ms",
    "name": "generate_stream",
    "queue_time": "49.382µs",
    "seed": "Some(2967816)",
    "time_per_token": "14.827082ms",
    "total_time": "357.867572ms",
    "validation_time": "1.96844ms",
}


def document(**fields: object) -> str:
    """A line as `--json-output` writes it."""
    line = {
        "timestamp": "2024-07-01T08:12:24.861452Z",
        "level": "INFO",
        "message": "Success",
        "target": "text_generation_router::server",
        "filename": "router/src/server.rs",
        "line_number": 571,
        "span": SPAN,
        "spans": [{"name": "chat_completions"}, SPAN],
    }
    return json.dumps(line | fields, ensure_ascii=False)


@pytest.mark.parametrize("line", [PLAIN, document(), PLAIN + "\n"])
def test_times_are_those_of_the_line(line: str) -> None:
    inference = parse(line, 0)
    assert inference is not None
    assert inference.latency_ms == pytest.approx(357.867572)
    assert inference.queue_ms == pytest.approx(0.049382)
    assert inference.time == datetime(2024, 7, 1, 8, 12, 24, 861452, UTC)


@pytest.mark.parametrize("line", [PLAIN, document()])
def test_tokens_follow_from_the_time_of_each(line: str) -> None:
    inference = parse(line, 0)
    assert inference is not None
    assert (inference.completion_tokens, inference.status) == (24, 200)


def test_what_the_line_does_not_tell_is_not_known() -> None:
    told = {"time", "status", "completion_tokens", "latency_ms", "queue_ms"}
    assert known(parse(PLAIN, 0)) == known(parse(document(), 0)) == told


def test_coloured_line_is_read() -> None:
    inference = parse(COLOURED, 0)
    assert inference is not None
    assert (inference.latency_ms, inference.completion_tokens) == (1500, 7)
    assert inference.queue_ms == pytest.approx(0.00025)


@pytest.mark.parametrize("tokens", [1, 7, 4095, 131_072])
def test_tokens_are_exact_although_the_time_of_each_is_cut_to_nanoseconds(tokens: int) -> None:
    total_ns = 987_654_321_012
    line = PLAIN.replace("355.849981ms", f"{total_ns}ns")
    inference = parse(line.replace("14.827082ms", f"{total_ns // tokens}ns"), 0)
    assert inference is not None
    assert inference.completion_tokens == tokens


def test_client_cannot_slip_figures_into_its_parameters() -> None:
    line = PLAIN.replace('"//"', r'"total_time=\"9s\" queue_time=\"9s\""')
    assert parse(line, 0) == parse(PLAIN, 0)


@pytest.mark.parametrize(
    "line",
    [
        PLAIN.replace(" INFO", "DEBUG").replace("Success", "Output: Success"),
        PLAIN.replace("Success", "Output: Success and more"),
        PLAIN.replace("text_generation_router", "elsewhere"),
        document(level="DEBUG"),
        document(message="Output: Success"),
        document(target="text_generation_launcher"),
        '{"broken": "text_generation_router Success',
        "2024-07-01T08:12:24.861452Z ERROR text_generation_router: Model is overloaded",
        "",
    ],
)
def test_other_line_is_none_of_its(line: str) -> None:
    assert parse(line, 0) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (PLAIN.replace("357.867572ms", "soon"), "total_time is missing or no duration"),
        (PLAIN.replace("queue_time", "wait"), "queue_time is missing or no duration"),
        (document(span={}), "inference_time is missing or no duration"),
        (document(timestamp="yesterday"), "the line's time is not in ISO 8601"),
        (document(timestamp="2024-07-01T08:12:24"), "the line's time has no zone"),
        (PLAIN.replace("14.827082ms", "0ns"), "time_per_token is zero"),
    ],
)
def test_broken_line_is_refused_with_its_reason(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(line, 0)


def test_long_word_of_a_client_takes_no_longer_than_other_text() -> None:
    """With a look from each letter of it on, this one would take half an hour."""
    inference = parse(PLAIN.replace("//", "a" * 500_000), 0)
    assert inference is not None
    assert inference.latency_ms == pytest.approx(357.867572)
