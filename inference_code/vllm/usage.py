"""Token counts that vLLM tells middleware, whether or not the client asked for them."""

from typing import Any

from starlette.types import Scope

from inference_code.telemetry.record import Inference


def read_usage(scope: Scope, record: Inference) -> None:
    """Copy the counts of a finished answer into the record; without them, leave it as it is.

    A stream tells its counts only if its client asked, and to ask in its place would send it
    events that it does not expect. vLLM keeps them beside the request as well: "report to FastAPI
    middleware", vllm/entrypoints/openai/chat_completion/serving.py and completion/serving.py.
    """
    metadata = scope.get("state", {}).get("request_metadata")
    usage = getattr(metadata, "final_usage_info", None)
    if usage is None:
        return
    record.prompt_tokens = _count(getattr(usage, "prompt_tokens", None))
    record.completion_tokens = _count(getattr(usage, "completion_tokens", None))


def _count(value: Any) -> int | None:
    return value if type(value) is int and value >= 0 else None
