"""The table of what captures say: one row for each captured inference, and no text of it."""

from infra.observability.records import QUALITY
from infra.observability.tables import Table

QUALITY_TABLE = Table(
    "quality",
    "Figures of captured requests and answers",
    QUALITY,
    {
        "inference_id": "string",
        "event_id": "string",
        "endpoint": "string",
        "variant": "string",
        "inference_time": "string",
        "has_input": "boolean",
        "has_output": "boolean",
        "operation": "string",
        "model": "string",
        "stream": "boolean",
        "failed": "boolean",
        "error_type": "string",
        "finish_reason": "string",
        "prompts": "bigint",
        "prompt_characters": "bigint",
        "prompt_tokens": "bigint",
        "answers": "bigint",
        "answer_characters": "bigint",
        "completion_tokens": "bigint",
        "empty": "boolean",
        "refused": "boolean",
        "repetition": "double",
        "dimensions": "bigint",
        "predictions": "array<struct<label:string,score:double>>",
    },
)
"""As `functions/capture` writes them."""
