"""What telemetry hears of an answer."""

from typing import Any

from inference_code.huggingface.model import Said
from inference_code.mms import words


def tell(context: Any, said: Said) -> None:
    """Put what was done, and its tokens, into headers, which the server takes off again."""
    if said.operation is not None:
        context.set_response_header(0, words.OPERATION, said.operation)
    if said.usage is not None:
        context.set_response_header(0, words.PROMPT_TOKENS, str(said.usage.prompt_tokens))
        context.set_response_header(0, words.COMPLETION_TOKENS, str(said.usage.completion_tokens))
    if said.finish_reason is not None:
        context.set_response_header(0, words.FINISH_REASON, said.finish_reason)
