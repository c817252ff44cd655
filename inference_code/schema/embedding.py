"""The requests for embeddings: OpenAI's, and that of Hugging Face's Text Embeddings Inference."""

from typing import ClassVar, Literal

from inference_code.handler import GenerationRequest, Operation
from inference_code.schema.texts import Texts, TextsRequest, as_list


class _Embedding(TextsRequest):
    operation: ClassVar[Operation] = "embedding"

    normalize: bool = True
    """Give each vector the length 1."""

    def _of(self, texts: str | list[str]) -> GenerationRequest:
        body = {"texts": as_list(texts), "truncate": self.truncate, "normalize": self.normalize}
        return GenerationRequest(operation="embedding", body=body, stream=False)


class OpenAiEmbeddingRequest(_Embedding):
    """OpenAI's form, which names the texts `input`; `truncate` and `normalize` are added to it."""

    input: Texts
    encoding_format: Literal["float", "base64"] = "float"
    """base64: the numbers as little-endian 32-bit floats, in less than half the size."""
    user: str | None = None
    """Accepted for compatibility; not used and not logged."""

    def to_generation(self) -> GenerationRequest:
        """The request as a handler takes it."""
        return self._of(self.input)


class EmbeddingRequest(_Embedding):
    """The form of Text Embeddings Inference, answered by nothing but the vectors."""

    inputs: Texts

    def to_generation(self) -> GenerationRequest:
        """The request as a handler takes it."""
        return self._of(self.inputs)
