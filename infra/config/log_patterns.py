"""Which log events of an endpoint go to its environment's stream: request lines, and nothing else.

A pattern is what keeps prompts out of the stream, for what matches is stored as it is. So it says
how a whole line begins, not only what stands in it: a server that is told to log prompts may write
anything in the midst of a line. (One that logs a prompt of several lines makes each of them an
event of its own, about which nothing is certain: leave the servers' log levels as they are.)

The syntax, at docs.aws.amazon.com/AmazonCloudWatch/latest/logs: a JSON pattern
(matching-terms-json-log-events.html), or one regular expression between percent signs
(regex-expressions.html): letters, digits, `: _ # = @ / ; , -`, the operators
`^ $ ? [ ] { } | \\ * + .`, and `\\d \\s \\w \\xhh`; no parentheses and no quotation marks, which
are `\\x22`. A log group has at most two subscription filters and five patterns with expressions,
one pattern at most 1024 characters (LOG-03).
"""

from infra.config.model_card import ManagedImage

OURS = '{ $.lockgate = "inference" }'
"""The line of `inference_code.telemetry`."""
MOST_PATTERNS = 2
"""Subscription filters of a log group (LOG-03)."""
LONGEST_PATTERN = 1024
"""Characters of a pattern (LOG-03)."""

_STATUS = r"\sHTTP/1\.[01]\x22\s\d\d\d"
_UVICORN = (
    r"%^.{0,24}INFO:\s+[0-9a-f.:]+\s-\s\x22POST\s/invocations" + _STATUS + "%",
)  # vLLM puts its process before it, SGLang the time
_TEXT = r"^.{0,8}\d\d\d\d-\d\d-\d\dT.{0,40}INFO.*"
_JSON = r"^.\x22timestamp\x22:.{0,48},\x22level\x22:\x22INFO\x22,\x22message\x22:\x22Success\x22,.*"
_TGI = (
    f"%{_TEXT}total_time.*queue_time.*inference_time.*time_per_token.*\\sSuccess\\s*$"
    f"|{_JSON}time_per_token%",
)  # with and without --json-output
_TEI = (
    f"%{_TEXT}total_time.*tokenization_time.*queue_time.*inference_time.*\\sSuccess\\s*$"
    f"|{_JSON}tokenization_time%",
)
_LMI = (r"%^.{0,24}ACCESS_LOG.{0,8}\s/?[0-9a-f.:]+\s\x22POST\s/invocations" + _STATUS + r"\s\d+%",)
_TOOLKIT = (
    r"%^\d\d\d\d-\d\d-\d\d\s[0-9:,]+\s\[INFO\s\]\s[A-Za-z0-9_.-]+\sACCESS_LOG\s-\s/[0-9a-f.:]+\s"
    r"\x22POST\s/invocations" + _STATUS + r"\s\d+%",
)
_NOTHING: tuple[str, ...] = ()

OF_IMAGES = {
    "vllm": _UVICORN,
    "vllm-server": _UVICORN,
    "huggingface-vllm": _UVICORN,
    "huggingface-vllm-neuronx": _UVICORN,
    "sglang": _UVICORN,
    "sglang-server": _UVICORN,
    "huggingface-sglang": _UVICORN,
    "huggingface-llm": _TGI,
    "huggingface-llm-neuronx": _TGI,
    "huggingface-tei": _TEI,
    "huggingface-tei-cpu": _TEI,
    "djl-lmi": _LMI,
    "djl-neuronx": _LMI,
    "huggingface-neuronx": _TOOLKIT,
    "llama-cpp": _NOTHING,  # its figures are spread over several lines, without a request's id
    "llama-cpp-arm64": _NOTHING,
    "huggingface-llamacpp": _NOTHING,
    "sagemaker-tritonserver": _NOTHING,  # logs single requests only where it is verbose
}
"""Patterns by the family of the image; none where a server writes no line for each request.

No family has more than one, so that variants of two families fit behind one endpoint.
"""


def patterns_of(container: str | ManagedImage) -> tuple[str, ...]:
    """The patterns of a release's container; each becomes a subscription filter.

    Raises:
        KeyError: no line says what an image of this family logs.
    """
    return (OURS,) if isinstance(container, str) else OF_IMAGES[container.managed]
