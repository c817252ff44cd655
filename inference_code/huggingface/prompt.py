"""The tokens that a model continues."""

from collections.abc import Mapping, Sequence
from inspect import signature
from typing import Any

from jinja2 import TemplateError

from inference_code.errors import RequestError


def prompt_tokens(tokenizer: Any, body: Mapping[str, Any]) -> list[int]:
    """Encode a prompt as it stands, or messages through the model's own chat template.

    Raises:
        RequestError: the template refuses the messages, or may not have a variable.
    """
    if "prompt" in body:
        return list(tokenizer(body["prompt"], verbose=False)["input_ids"])
    messages = [_plain(message) for message in body["messages"]]
    # An assistant's last message is the beginning of the answer.
    begun = messages[-1]["role"] == "assistant"
    variables = body.get("chat_template_kwargs", {})
    _check(variables, tokenizer)
    try:
        text = tokenizer.apply_chat_template(
            messages,
            add_generation_prompt=not begun,
            continue_final_message=begun,
            tokenize=False,
            **variables,
        )
    except (TemplateError, TypeError, ValueError) as error:
        raise RequestError(
            f"messages: the model's chat template refuses them: {error}", param="messages"
        ) from None
    # The template has written the special tokens.
    return list(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])


def _check(variables: Mapping[str, Any], tokenizer: Any) -> None:
    """Keep clients to variables: the parameters beside them bring templates of the client's own,
    which run for as long as it likes."""
    for name in variables.keys() & signature(tokenizer.apply_chat_template).parameters.keys():
        raise RequestError(
            f"chat_template_kwargs.{name} is no variable of a chat template",
            param=f"chat_template_kwargs.{name}",
        )


def _plain(message: Mapping[str, Any]) -> dict[str, str]:
    """Templates take strings: parts are joined by new lines, as llama.cpp joins them."""
    content: str | Sequence[Mapping[str, str]] = message["content"]
    if not isinstance(content, str):
        content = "\n".join(part["text"] for part in content)
    return {"role": message["role"], "content": content}
