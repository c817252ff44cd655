import json
from itertools import chain

import pytest

from inference_code.telemetry.record import Inference
from infra.config.catalogue.images import DATA
from infra.config.log_patterns import (
    LONGEST_PATTERN,
    MOST_PATTERNS,
    OF_IMAGES,
    OURS,
    patterns_of,
)
from infra.config.model_card import ManagedImage
from lockgate.local.streams.patterns.pattern import matcher

ACCESS = '127.0.0.1:34658 - "POST /invocations HTTP/1.1" 200 OK'
SPAN = (
    'total_time="357.867572ms" validation_time="1.96844ms" queue_time="49.382µs" '
    'inference_time="355.849981ms" time_per_token="14.827082ms" seed="None"'
)
ROUTER = "text_generation_router::server: router/src/server.rs:309:"
TGI = f"2024-07-01T08:12:24.861452Z  INFO generate{{parameters=X {SPAN}}}: {ROUTER} Success"
COLOURED = (
    "\x1b[2m2024-07-01T08:12:24.861452Z\x1b[0m \x1b[32m INFO\x1b[0m \x1b[1mgenerate\x1b[0m"
    f"\x1b[1m{{\x1b[0m{SPAN}\x1b[1m}}\x1b[0m\x1b[2m:\x1b[0m Success"
)
JSON = (
    '{"timestamp":"2024-07-01T08:12:24.861452Z","level":"INFO","message":"Success","target":'
    '"text_generation_router::server","span":{"time_per_token":"14.8ms","total_time":"357.8ms"}}'
)
TEI = (
    '2025-08-09T19:36:02.798333Z  INFO embed{total_time="1.2s" tokenization_time="11.2ms" '
    'queue_time="686.2µs" inference_time="1.1s"}: text_embeddings_router: a.rs:1: Success'
)
MMS = "2022-03-23 14:31:19,265 [INFO ] pool-1-thread-3 ACCESS_LOG - /169.254.178.2:5"
SELECTED = [
    ("vllm", f"INFO:     {ACCESS}"),
    ("vllm", f"(APIServer pid=12345) INFO:     {ACCESS}"),
    ("sglang", f"[2025-08-04 11:51:41] INFO:     {ACCESS}"),
    ("huggingface-llm", TGI),
    ("huggingface-llm", COLOURED),
    ("huggingface-llm", JSON),
    ("huggingface-tei", TEI),
    ("djl-lmi", '[INFO ] ACCESS_LOG - /10.0.0.1:5 "POST /invocations HTTP/1.1" 200 1563'),
    ("djl-lmi", '\x1b[32mINFO \x1b[m ACCESS_LOG /10.0.0.1:5 "POST /invocations HTTP/1.1" 503 2'),
    ("huggingface-neuronx", f'{MMS} "POST /invocations HTTP/1.1" 200 31'),
]
RECEIVED = "INFO 12-02 06:39:46 [logger.py:40] Received request cmpl-1: prompt:"
LEFT = [
    ("vllm", 'INFO:     127.0.0.1:1 - "GET /ping HTTP/1.1" 200 OK'),
    ("vllm", f"{RECEIVED} 'why does it log INFO:     {ACCESS}'"),
    ("sglang", f"[2025-08-04 11:51:41] Receive: obj=GenerateReqInput(text='INFO:     {ACCESS}'"),
    ("huggingface-llm", TGI.replace(" INFO", "DEBUG").replace("Success", "Output: a Success")),
    ("huggingface-llm", TGI.replace("Success", "Output: how do I say Success in French?")),
    ("huggingface-llm", '{"timestamp":"2024-07-01T08:12:24Z","level":"INFO"}'),
    ("huggingface-llm", JSON.replace("INFO", "DEBUG")),
    ("huggingface-llm", JSON.replace("Success", 'say "message":"Success",')),
    ("huggingface-tei", TEI.replace(" INFO", "DEBUG")),
    ("djl-lmi", '[INFO ] ACCESS_LOG - /10.0.0.1:5 "GET /ping HTTP/1.1" 200 0'),
    ("djl-lmi", '[INFO ] PyProcess - W-195-m-stdout: a "POST /invocations HTTP/1.1" 200 0'),
    ("huggingface-neuronx", f'{MMS} "GET /ping HTTP/1.1" 200 31'),
]


def selects(family: str, line: str) -> bool:
    """Whether CloudWatch Logs would send the line on, as the local AWS reads patterns."""
    return any(matcher(pattern)(line) for pattern in OF_IMAGES[family])


@pytest.mark.parametrize(("family", "line"), SELECTED)
def test_request_line_is_selected(family: str, line: str) -> None:
    assert selects(family, line)


@pytest.mark.parametrize(("family", "line"), LEFT)
def test_other_line_is_left_even_if_a_prompt_in_it_quotes_a_request_line(
    family: str, line: str
) -> None:
    assert not selects(family, line)


def test_container_of_ours_has_the_pattern_of_our_line() -> None:
    assert patterns_of("llamacpp") == (OURS,)


def test_managed_image_has_the_patterns_of_its_family() -> None:
    assert patterns_of(ManagedImage(managed="djl-lmi")) == OF_IMAGES["djl-lmi"]


def test_every_family_says_what_it_logs() -> None:
    families = json.loads(DATA.read_text(encoding="utf-8"))["families"]
    assert OF_IMAGES.keys() == families.keys()


@pytest.mark.parametrize("patterns", sorted({(OURS,), *OF_IMAGES.values()}))
def test_patterns_keep_the_limits_of_cloudwatch_logs(patterns: tuple[str, ...]) -> None:
    assert len(patterns) <= MOST_PATTERNS
    assert all(len(pattern) <= LONGEST_PATTERN for pattern in patterns)


@pytest.mark.parametrize("pattern", sorted({OURS, *chain(*OF_IMAGES.values())}))
def test_cloudwatch_logs_takes_every_pattern(pattern: str) -> None:
    assert not matcher(pattern)("a line of another kind")


def test_two_families_fit_behind_one_endpoint() -> None:
    assert max(map(len, OF_IMAGES.values())) * 2 == MOST_PATTERNS


def test_line_of_ours_is_selected_and_the_count_of_dropped_ones_is_left() -> None:
    line = Inference(request_id="1").line(ttft_s=None, latency_s=1).decode()
    assert matcher(OURS)(line)
    assert not matcher(OURS)('{"lockgate": "dropped", "lines": 12}')
