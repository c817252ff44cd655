"""Which form a request has: its first field tells, and what the model can do."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from inference_code.errors import RequestError
from inference_code.handler import Operation
from inference_code.schema.chat import ChatRequest
from inference_code.schema.classification import ClassificationRequest
from inference_code.schema.embedding import EmbeddingRequest, OpenAiEmbeddingRequest
from inference_code.schema.text import TextRequest

InferenceRequest = (
    ChatRequest | TextRequest | OpenAiEmbeddingRequest | EmbeddingRequest | ClassificationRequest
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to ask for an operation."""

    field: str
    """The field that only this form has among those of one model."""
    word: str
    """What one gets, for people."""
    request: type[InferenceRequest]

    @property
    def operation(self) -> Operation:
        """What it asks for."""
        return self.request.operation

    def __str__(self) -> str:
        return f"{self.field} ({self.word})"


FORMS = (
    Form("messages", "chat", ChatRequest),
    Form("inputs", "text", TextRequest),
    Form("input", "embeddings", OpenAiEmbeddingRequest),
    Form("inputs", "embeddings as a plain list", EmbeddingRequest),
    Form("inputs", "classification", ClassificationRequest),
)
"""Where a model has several operations that are asked for in one field, the first one counts."""


def find_form(document: dict[str, Any], operations: Set[Operation]) -> Form:
    """Return the form of a request.

    Raises:
        RequestError: it has none of those of this model, or several.
    """
    served = [form for form in FORMS if form.operation in operations]
    wanted = " or ".join(map(str, served))
    found = [form for form in served if form.field in document]
    if len({form.field for form in found}) > 1:
        raise RequestError(f"send {wanted}, not both", param=found[-1].field)
    if found:
        return found[0]
    if (other := _other(document)) is not None:
        raise RequestError(f"{other} is not what this model answers; send {wanted}", param=other)
    missing = served[0].field
    raise RequestError(f"{missing} is missing; send {wanted}", param=missing)


def _other(document: Iterable[str]) -> str | None:
    """The field of a form that other models have."""
    return next((form.field for form in FORMS if form.field in document), None)
