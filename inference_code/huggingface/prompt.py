"""The tokens that a model continues."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import TemplateError

from inference_code.errors import RequestError


def prompt_tokens(tokenizer: Any, body: Mapping[str, Any]) -> list[int]:
    """Encode a prompt as it stands, or messages through the model's own chat template.

    Raises:
        RequestError: the template refuses the messages.
    """
    if "prompt" in body:
        return list(tokenizer(body["prompt"], verbose=False)["input_ids"])
    messages = [_plain(message) for message in body["messages"]]
    # An assistant's last message is the beginning of the answer.
    begun = messages[-1]["role"] == "assistant"
    options = body.get("chat_template_kwargs", {})
    try:
        text = tokenizer.apply_chat_template(
            messages,
            **{"add_generation_prompt": not begun, "continue_final_message": begun, **options},
            tokenize=False,
        )
    except (TemplateError, TypeError, ValueError) as error:
        raise RequestError(
            f"messages: the model's chat template refuses them: {error}", param="messages"
        ) from None
    # The template has written the special tokens.
    return list(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])


def _plain(message: Mapping[str, Any]) -> dict[str, str]:
    """Templates take strings: parts are joined by new lines, as llama.cpp joins them."""
    content: str | Sequence[Mapping[str, str]] = message["content"]
    if not isinstance(content, str):
        content = "\n".join(part["text"] for part in content)
    return {"role": message["role"], "content": content}
