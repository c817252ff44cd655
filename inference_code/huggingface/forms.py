"""A model with our operations: requests and answers in the forms that all our containers share."""

from dataclasses import dataclass

from inference_code.errors import (
    MediaTypeError,
    ModelNotFoundError,
    NotAcceptableError,
    RequestError,
)
from inference_code.handler import Operation, Usage
from inference_code.huggingface.failure import running
from inference_code.huggingface.model import Asked, Engine, Result
from inference_code.schema.forms import InferenceRequest
from inference_code.schema.parsing import parse_request
from inference_code.server.answers import create_answer

JSON = "application/json"
_ACCEPTED = {"", "*/*", "application/*", JSON, "text/*", "text/event-stream"}
"""As our other containers: clients that can read events read a whole answer, too."""


@dataclass(frozen=True)
class WholeAnswer:
    """The answer in the form of its request; see `inference_code.huggingface.model.Said`."""

    request: InferenceRequest
    model: str
    result: Result

    @property
    def operation(self) -> Operation | None:
        """What was done."""
        return self.request.operation

    @property
    def usage(self) -> Usage | None:
        """Tokens of the request."""
        return self.result.usage

    @property
    def finish_reason(self) -> str | None:
        """Why a text ended."""
        return self.result.finish_reason

    def write(self, accept: str) -> tuple[bytes, str]:
        """The body, which is JSON."""
        if not {part.strip().lower() for part in accept.split(",")} & _ACCEPTED:
            raise NotAcceptableError(f"the client accepts {accept} only; the model writes {JSON}")
        answer = create_answer(self.request, self.model)
        return answer.whole(self.result.chunks, self.result), JSON


class FormsModel:
    """Reads requests for an engine and writes its answers."""

    def __init__(self, engine: Engine, name: str, aliases: frozenset[str] = frozenset()) -> None:
        self._engine = engine
        self._name = name
        self._names = {None, name} | aliases

    def answer(self, asked: Asked) -> WholeAnswer:
        """Answer one request. Raises RequestError."""
        request = self._read(asked)
        with running():
            return WholeAnswer(request, self._name, self._engine.run(request.to_generation()))

    def _read(self, asked: Asked) -> InferenceRequest:
        if asked.content_type != JSON:
            given = f"is {asked.content_type!r}" if asked.content_type else "is missing"
            raise MediaTypeError(f"the Content-Type {given}; send {JSON}")
        body = asked.body.encode() if isinstance(asked.body, str) else asked.body
        request = parse_request(body, self._engine.operations)
        self._check(request)
        return request

    def _check(self, request: InferenceRequest) -> None:
        if request.model not in self._names:
            raise ModelNotFoundError(
                f"the model {request.model!r} is not served here; "
                f"this endpoint serves {self._name!r}",
                param="model",
            )
        if request.stream:
            raise RequestError(
                "stream: this container does not stream, since Multi Model Server sends whole "
                "answers only; the containers llamacpp and vllm do",
                param="stream",
            )
