"""A row of the table `quality`: figures of one inference, and no text of it.

Its columns are described in `infra/observability/quality_table.py`, and a test compares the two.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from .answer import Answer, read_answer
from .body import Body, Stream, parse
from .capture import Capture
from .json_text import compact
from .place import Place
from .refusals import is_refusal
from .repetition import repetition
from .request import Request, read_request


@dataclass(frozen=True)
class Row:
    """What is known of one inference; None is what is not known, or what does not apply."""

    inference_id: str
    event_id: str
    endpoint: str
    variant: str
    inference_time: str
    has_input: bool
    has_output: bool
    operation: str | None = None
    model: str | None = None
    stream: bool | None = None
    failed: bool | None = None
    error_type: str | None = None
    finish_reason: str | None = None
    prompts: int | None = None
    prompt_characters: int | None = None
    prompt_tokens: int | None = None
    answers: int | None = None
    answer_characters: int | None = None
    completion_tokens: int | None = None
    empty: bool | None = None
    refused: bool | None = None
    repetition: float | None = None
    dimensions: int | None = None
    predictions: tuple[dict[str, Any], ...] | None = None

    @classmethod
    def of(cls, capture: Capture, place: Place) -> Self:
        """The row of a captured record.

        Raises:
            UnreadableError: one of its bodies cannot be read.
        """
        asked = None if capture.request is None else read_request(parse(capture.request))
        body = None if capture.answer is None else parse(capture.answer)
        return cls(
            inference_id=capture.inference_id,
            event_id=capture.event_id,
            endpoint=place.endpoint,
            variant=place.variant,
            inference_time=f"{capture.time.replace(tzinfo=None).isoformat(timespec='seconds')}Z",
            has_input=asked is not None,
            has_output=body is not None,
            **(_asked(asked) if asked else {}) | (_answered(body, asked) if body else {}),
        )

    @property
    def is_half(self) -> bool:
        """Whether it is of a request or of an answer alone."""
        return self.has_input != self.has_output

    def with_half(self, other: "Row") -> "Row":
        """The row of both halves of an inference: what the answer tells comes first."""
        first, second = (self, other) if self.has_output else (other, self)
        missing = {name: value for name, value in asdict(second).items() if value is not None}
        known = {name: value for name, value in asdict(first).items() if value is not None}
        return replace(first, **missing | known | {"has_input": True, "has_output": True})

    def line(self) -> bytes:
        """The row as a line of JSON."""
        return f"{compact(asdict(self))}\n".encode()


def _asked(request: Request) -> dict[str, Any]:
    return {
        "operation": request.operation,
        "stream": request.streams,
        "prompts": request.prompts,
        "prompt_characters": request.characters,
    }


def _answered(body: Body, request: Request | None) -> dict[str, Any]:
    asked = request or Request()
    answer = read_answer(body, asked)
    known = {
        "operation": answer.operation or asked.operation,
        "stream": isinstance(body, Stream) or asked.streams,
        "model": answer.model,
        "failed": answer.error is not None or answer.finish_reason == "error",
        "error_type": answer.error,
        "finish_reason": answer.finish_reason,
        "prompt_tokens": answer.prompt_tokens,
        "completion_tokens": answer.completion_tokens,
        "dimensions": answer.dimensions,
        "answers": answer.vectors,
    }
    return known | _written(answer) | _predicted(answer)


def _written(answer: Answer) -> dict[str, Any]:
    if answer.texts is None:
        return {}
    shares = [share for text in answer.texts if (share := repetition(text)) is not None]
    return {
        "answers": len(answer.texts),
        "answer_characters": sum(map(len, answer.texts)),
        "empty": not any(text.strip() for text in answer.texts) and not answer.calls_tools,
        "refused": answer.declined or any(map(is_refusal, answer.texts)),
        "repetition": max(shares, default=None),
    }


def _predicted(answer: Answer) -> dict[str, Any]:
    if answer.predictions is None:
        return {}
    return {
        "answers": len(answer.predictions),
        "predictions": tuple(asdict(each) for each in answer.predictions),
    }
