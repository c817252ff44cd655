"""Labels with scores, in Hugging Face's form."""

from collections.abc import Sequence

from inference_code.handler import Generation
from inference_code.schema.classification import ClassificationRequest


class ClassificationAnswer:
    """Writes the labels of one text, or a list of them for a list of texts."""

    def __init__(self, request: ClassificationRequest) -> None:
        self._several = isinstance(request.inputs, list)

    def whole(self, chunks: Sequence[bytes], _: Generation) -> bytes:
        """The complete answer; each chunk has the labels of one text."""
        joined = b",".join(chunks)
        return b"[%b]" % joined if self._several else joined
