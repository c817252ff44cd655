"""What is answered: texts, predictions or vectors, in the forms of OpenAI and Hugging Face."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .body import Body, Document, Stream, Text
from .events import values
from .joined import join
from .predictions import Prediction, of_rows, predictions
from .request import Request
from .shapes import MODEL, count_of, error_of, name_of, text_of
from .vectors import dimensions

TEXTS = ("generated_text", "summary_text", "translation_text", "answer")
"""Members that have the text in answers of Hugging Face's pipelines."""


@dataclass(frozen=True)
class Answer:
    """One answer; None is what it does not tell."""

    operation: str | None = None
    texts: tuple[str, ...] | None = None
    """What was written, for each prompt or choice."""
    model: str | None = None
    error: str | None = None
    """Type of the error that it tells of."""
    finish_reason: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    declined: bool = False
    """Whether the model says in a member of its own that it does not answer."""
    calls_tools: bool = False
    predictions: tuple[Prediction, ...] | None = None
    dimensions: int | None = None
    """Length of each vector."""
    vectors: int | None = None


def read_answer(body: Body, request: Request) -> Answer:
    """Read the body of an answer.

    Args:
        body: it.
        request: what was asked, which tells apart what looks the same.
    """
    if isinstance(body, Stream):
        return _of_value(join(values(body.pieces)), request)
    if isinstance(body, Text):
        if body.is_table:
            found = of_rows(body.text)
            return Answer("classification", predictions=found) if found else Answer()
        return Answer(texts=(body.text,)) if not body.is_broken else Answer()
    return _of_value(body.value, request) if isinstance(body, Document) else Answer()


def _of_value(value: Any, request: Request) -> Answer:
    error = error_of(value)
    if isinstance(value, Mapping) and isinstance(value.get("choices"), list):
        return _openai(value, error)
    if texts := _pipeline_texts(value, request):
        return _generated(value, texts, error)
    if error is not None:
        return Answer(error=error)
    if found := predictions(value, request.prompts):
        # Labels that a client has made up are text of it.
        return Answer("classification", predictions=None if request.names_labels else found)
    if (vectors := dimensions(value)) is not None:
        return _embedding(value, *vectors)
    return Answer(texts=(value,)) if isinstance(value, str) else Answer()


def _openai(value: Mapping[str, Any], error: str | None) -> Answer:
    choices = [choice for choice in value["choices"] if isinstance(choice, Mapping)]
    messages = [m for choice in choices if isinstance(m := choice.get("message"), Mapping)]
    texts = [text_of(m.get("content")) for m in messages]
    texts = texts or [text_of(choice.get("text")) for choice in choices]
    reasons = [choice.get("finish_reason") for choice in choices]
    return Answer(
        "chat" if messages else "completion",
        tuple(texts),
        name_of(value.get("model"), MODEL),
        error,
        name_of(next(filter(None, reasons), None)),
        *_usage(value),
        declined=any(m.get("refusal") for m in messages),
        calls_tools=any(m.get("tool_calls") for m in messages),
    )


def _usage(value: Mapping[str, Any]) -> tuple[int | None, int | None]:
    usage = value.get("usage")
    if not isinstance(usage, Mapping):
        return None, None
    return count_of(usage.get("prompt_tokens")), count_of(usage.get("completion_tokens"))


def _pipeline_texts(value: Any, request: Request) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(text for each in value for text in _pipeline_texts(each, request))
    if not isinstance(value, Mapping):
        return ()
    found = next((value[name] for name in TEXTS if name in value), None)
    if isinstance(found, list):  # the whole conversation
        found = text_of(found[-1].get("content")) if found and _is_message(found[-1]) else None
    return (_without_prompt(found, request),) if isinstance(found, str) else ()


def _is_message(value: Any) -> bool:
    return isinstance(value, Mapping) and "content" in value


def _without_prompt(text: str, request: Request) -> str:
    if request.keeps_prompt:
        for prompt in request.texts or ():
            if prompt and text.startswith(prompt):
                return text[len(prompt) :]
    return text


def _generated(value: Any, texts: tuple[str, ...], error: str | None) -> Answer:
    details = [each for each in map(_details, _flat(value)) if each]
    reasons = [each.get("finish_reason") for each in details]
    tokens = [count_of(each.get("generated_tokens")) for each in details]
    known = [count for count in tokens if count is not None]
    return Answer(
        "completion",
        texts,
        error=error,
        finish_reason=name_of(next(filter(None, reasons), None)),
        completion_tokens=sum(known) if len(known) == len(texts) else None,
    )


def _details(value: Any) -> Mapping[str, Any]:
    details = value.get("details") if isinstance(value, Mapping) else None
    return details if isinstance(details, Mapping) else {}


def _flat(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        return [value]
    return [inner for each in value for inner in _flat(each)]


def _embedding(value: Any, length: int, count: int) -> Answer:
    model, prompt_tokens = None, None
    if isinstance(value, Mapping):
        model, prompt_tokens = name_of(value.get("model"), MODEL), _usage(value)[0]
    return Answer(
        "embedding", model=model, prompt_tokens=prompt_tokens, dimensions=length, vectors=count
    )
