"""Labels with scores for each text."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from inference_code.handler import GenerationRequest, Operation
from inference_code.huggingface.batches import Batch, Texts, in_order, no_gradients
from inference_code.huggingface.model import Result


class Classifier:
    """A model with the operation classification; see `inference_code.huggingface.model.Engine`."""

    operations: frozenset[Operation] = frozenset({"classification"})

    def __init__(self, model: Any, texts: Texts) -> None:
        self._model = model
        self._texts = texts
        self._labels = [model.config.id2label[at] for at in range(model.config.num_labels)]

    def run(self, request: GenerationRequest) -> Result:
        """Classify all texts. Raises RequestError."""
        body = request.body
        encoded = self._texts.encode(body["texts"], truncate=body["truncate"])
        with no_gradients():
            return in_order(encoded, self._labelled(encoded[0], body["top_k"]), request)

    def _labelled(self, batches: Sequence[Batch], top_k: int | None) -> Iterator[list[bytes]]:
        for batch in batches:
            scores = self._scores(self._model(**batch.inputs).logits.float())
            yield [self._ranked(row, top_k) for row in scores.cpu().tolist()]

    def _scores(self, logits: Any) -> Any:
        """As the pipeline of Transformers does: by the kind of problem that the model solves."""
        problem = self._model.config.problem_type
        if problem == "regression":
            return logits
        if problem == "multi_label_classification" or len(self._labels) == 1:
            return logits.sigmoid()
        return logits.softmax(dim=-1)

    def _ranked(self, scores: Sequence[float], top_k: int | None) -> bytes:
        order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        ranked = [{"label": self._labels[at], "score": scores[at]} for at in order]
        return orjson.dumps(ranked[:top_k])
