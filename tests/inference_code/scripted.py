"""A handler that says what a test tells it to, through the same protocol as an engine."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import orjson

from inference_code.errors import RequestError
from inference_code.handler import GenerationRequest, LoadError, Operation, Usage
from inference_code.settings import Settings


def chunk(text: str, *, finish_reason: str | None = None, operation: str = "chat") -> bytes:
    """One chunk in OpenAI's form."""
    said = {"delta": {"content": text}} if operation == "chat" else {"text": text}
    choice = {"index": 0, "finish_reason": finish_reason, **said}
    kind = "chat.completion.chunk" if operation == "chat" else "text_completion"
    return orjson.dumps({"id": "x-1", "object": kind, "choices": [choice]})


def said_of(text: str, operation: str) -> bytes:
    """One vector, or the labels, of a text: its length and half of that."""
    if operation == "embedding":
        return orjson.dumps([len(text), len(text) / 2])
    return orjson.dumps([{"label": "long", "score": 0.75}, {"label": text, "score": 0.25}])


class ScriptedGeneration:
    """Says the words of its handler, of which `gate` holds back all but the first; of texts, what
    `said_of` says."""

    def __init__(self, handler: "ScriptedHandler", request: GenerationRequest) -> None:
        self.usage: Usage | None = None
        self.finish_reason: str | None = None
        self._handler = handler
        self._operation = request.operation
        self._texts: list[str] | None = request.body.get("texts")

    async def __aiter__(self) -> AsyncGenerator[Sequence[bytes], None]:
        handler = self._handler
        handler.running += 1
        try:
            if handler.error is not None:
                raise handler.error
            if self._texts is not None:
                self.usage = Usage(sum(len(text.split()) for text in self._texts), 0)
                yield [said_of(text, self._operation) for text in self._texts]
                return
            for position, word in enumerate(handler.words):
                if position > 0:
                    await handler.gate.wait()
                yield [chunk(word, operation=self._operation)]
            self.usage, self.finish_reason = Usage(3, len(handler.words)), "stop"
            yield [chunk("", finish_reason="stop", operation=self._operation)]
        finally:
            handler.running -= 1


class ScriptedHandler:
    """Answers every request with the same words."""

    context_length = 64
    loads_alone = False
    operations: frozenset[Operation] = frozenset({"chat", "completion"})

    def __init__(self, *words: str, error: RequestError | None = None) -> None:
        self.words = words
        self.error = error
        self.needs = 100
        self.refusal: LoadError | None = None
        self.running = 0
        self.requests: list[GenerationRequest] = []
        self.gate = asyncio.Event()
        self.gate.set()

    def check(self) -> int:
        """Nothing to check."""
        return self.needs

    def load(self) -> None:
        """Nothing to load."""
        if self.refusal is not None:
            raise self.refusal

    def generate(self, request: GenerationRequest) -> ScriptedGeneration:
        """Remember the request and prepare the answer."""
        self.requests.append(request)
        return ScriptedGeneration(self, request)


def settings(**environ: str) -> Settings:
    """Settings as a container gets them, with one slot and no queue unless told otherwise."""
    small = {"LOCKGATE_MODEL_NAME": "tiny", "LOCKGATE_QUEUE_LENGTH": "0"}
    return Settings.from_environment(small | environ)
