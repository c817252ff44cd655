"""Which answer goes with which request."""

from collections.abc import Sequence
from typing import Protocol

from inference_code.handler import Generation
from inference_code.schema.chat import ChatRequest
from inference_code.schema.embedding import EmbeddingRequest, OpenAiEmbeddingRequest
from inference_code.schema.forms import InferenceRequest
from inference_code.schema.text import TextRequest
from inference_code.server.chat_answer import ChatAnswer
from inference_code.server.classification_answer import ClassificationAnswer
from inference_code.server.embedding_answer import EmbeddingAnswer, OpenAiEmbeddingAnswer
from inference_code.server.text_answer import TextAnswer


class Answer(Protocol):
    """Writes what an engine said in the form of its request."""

    def whole(self, chunks: Sequence[bytes], generation: Generation) -> bytes:
        """The complete answer as JSON, out of all chunks of a finished generation."""
        ...


StreamedAnswer = ChatAnswer | TextAnswer
"""Those that can be written piece by piece: of a request with `stream`."""


def create_answer(request: InferenceRequest, model: str) -> Answer:
    """Create the answer of a request to a model with this name."""
    if isinstance(request, ChatRequest):
        return ChatAnswer(request)
    if isinstance(request, TextRequest):
        return TextAnswer(request)
    if isinstance(request, OpenAiEmbeddingRequest):
        return OpenAiEmbeddingAnswer(request, model)
    if isinstance(request, EmbeddingRequest):
        return EmbeddingAnswer()
    return ClassificationAnswer(request)
