"""One vector for each text."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from torch.nn.functional import normalize

from inference_code.handler import GenerationRequest, Operation
from inference_code.huggingface.batches import Batch, Texts, in_order, no_gradients
from inference_code.huggingface.model import Result
from inference_code.huggingface.pooling import pool
from inference_code.huggingface.sentence import Sentence


class Embedder:
    """A model with the operation embedding; see `inference_code.huggingface.model.Engine`."""

    operations: frozenset[Operation] = frozenset({"embedding"})

    def __init__(self, model: Any, texts: Texts, sentence: Sentence) -> None:
        self._model = model
        self._texts = texts
        self._sentence = sentence

    def run(self, request: GenerationRequest) -> Result:
        """Embed all texts. Raises RequestError."""
        texts = [self._as_trained(text) for text in request.body["texts"]]
        encoded = self._texts.encode(texts, truncate=request.body["truncate"])
        with no_gradients():
            vectors = self._vectors(encoded[0], unit=request.body["normalize"])
            return in_order(encoded, vectors, request)

    def _as_trained(self, text: str) -> str:
        text = self._sentence.prompt + text
        return text.lower() if self._sentence.lower_case else text

    def _vectors(self, batches: Sequence[Batch], *, unit: bool) -> Iterator[list[bytes]]:
        for batch in batches:
            tokens = self._model(**batch.inputs).last_hidden_state
            pooled = pool(tokens, batch.inputs["attention_mask"], self._sentence.pooling)
            rows = (normalize(pooled, dim=1) if unit else pooled).cpu().numpy()
            yield [orjson.dumps(row, option=orjson.OPT_SERIALIZE_NUMPY) for row in rows]
