"""What is asked: conversations, prompts and inputs, in the forms of OpenAI and Hugging Face."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .body import Body, Document, Text
from .shapes import text_of

OPERATIONS = {"messages": "chat", "prompt": "completion", "input": "embedding", "inputs": None}
"""What a request asks for, by the member that has its prompts; `inputs` may be for anything."""


@dataclass(frozen=True)
class Request:
    """One request, which may ask about several texts."""

    operation: str | None = None
    prompts: int | None = None
    """How many; a conversation is one."""
    texts: tuple[str, ...] | None = None
    """All texts in them; None if they are no text, such as token ids."""
    streams: bool | None = None
    keeps_prompt: bool = False
    """Whether answers may begin with the prompt: Hugging Face's `return_full_text`."""
    names_labels: bool = False
    """Whether it says itself which classes there are: Hugging Face's `candidate_labels`."""

    @property
    def characters(self) -> int | None:
        """Length of all texts."""
        return None if self.texts is None else sum(map(len, self.texts))


def read_request(body: Body) -> Request:
    """Read the body of a request; what it does not tell is None."""
    if isinstance(body, Text):
        return Request(prompts=_rows(body), texts=(body.text,))
    if not isinstance(body, Document):
        return Request()
    if not isinstance(body.value, Mapping):
        return _of_inputs(body.value, Request())
    document = body.value
    for name, operation in OPERATIONS.items():
        if name in document:
            return _of_inputs(document[name], _frame(document, operation))
    return Request(streams=_flag(document.get("stream")))


def _rows(body: Text) -> int:
    return sum(1 for row in body.text.splitlines() if row.strip()) if body.is_table else 1


def _frame(document: Mapping[str, Any], operation: str | None) -> Request:
    parameters = document.get("parameters")
    told = parameters.get("return_full_text") if isinstance(parameters, Mapping) else None
    return Request(
        operation,
        streams=_flag(document.get("stream")),
        keeps_prompt="inputs" in document and told is not False,
        names_labels=isinstance(parameters, Mapping) and "candidate_labels" in parameters,
    )


def _of_inputs(inputs: Any, frame: Request) -> Request:
    prompts = inputs if isinstance(inputs, list) else [inputs]
    if all(isinstance(each, Mapping) and "content" in each for each in prompts):
        texts = tuple(text_of(message["content"]) for message in prompts)
        return _with(frame, 1, texts)
    known = [_texts(prompt) for prompt in prompts]
    if any(texts is None for texts in known):
        # A list of numbers is one prompt of token ids, or one row of features.
        is_one = all(isinstance(each, int | float) for each in prompts)
        return _with(frame, 1 if is_one else len(prompts), None)
    return _with(frame, len(prompts), tuple(text for texts in known for text in texts or ()))


def _texts(prompt: Any) -> list[str] | None:
    """Texts of one input: itself, or those of its members, as in `{"question", "context"}`."""
    if isinstance(prompt, str):
        return [prompt]
    if isinstance(prompt, list):  # a pair of texts
        texts = [each for each in prompt if isinstance(each, str)]
        return texts if len(texts) == len(prompt) else None
    if isinstance(prompt, Mapping):
        return [each for each in prompt.values() if isinstance(each, str)] or None
    return None


def _with(frame: Request, prompts: int, texts: tuple[str, ...] | None) -> Request:
    return replace(frame, prompts=prompts, texts=texts)


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None
