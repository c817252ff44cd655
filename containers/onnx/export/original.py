"""The model as its authors published it, on PyTorch and Transformers."""

import inspect
from pathlib import Path
from typing import Any

import torch
import transformers

from containers.onnx.export.quiet import first_line, quiet
from inference_code.handler import LoadError
from inference_code.handlers.onnx.description import Description, Embedding, Pooling

_UNUSED = ("pooler.",)
"""Parts of encoders that make no vectors of tokens, and that many files leave out."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Original:
    """Loads a folder, and answers as its authors meant it: text by text, without padding.

    Raises:
        LoadError: Transformers cannot load it.
    """

    def __init__(self, folder: Path, description: Description) -> None:
        self.description = description
        try:
            self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
            self.model = _load(folder, description)
        except (OSError, ValueError) as error:
            raise LoadError(f"Transformers cannot load {folder}: {first_line(error)}") from error
        if not self.tokenizer.is_fast:
            raise LoadError(f"the tokenizer of {folder} is none that tokenizer.json can hold")

    @property
    def inputs(self) -> list[str]:
        """Names of what the model takes, of that what the tokenizer gives."""
        taken = inspect.signature(self.model.forward).parameters
        return [n for n in INPUTS if n in taken and n in self.tokenizer.model_input_names]

    def answer(self, text: str) -> torch.Tensor:
        """The vector of length 1, or the probabilities of all labels, in one dimension."""
        prompt = self.description.prompt if isinstance(self.description, Embedding) else ""
        tokens = self.tokenizer(
            prompt + text,
            truncation=True,
            max_length=self.description.max_tokens,
            return_tensors="pt",
        )
        with torch.no_grad():
            outputs = self.model(**{name: tokens[name] for name in self.inputs})
        if isinstance(self.description, Embedding):
            vector = _pool(outputs.last_hidden_state[0], self.description.pooling)
            return torch.nn.functional.normalize(vector, dim=0)
        return _scores(outputs.logits[0], self.description.scores)


def _load(folder: Path, description: Description) -> Any:
    kind = (
        transformers.AutoModel
        if isinstance(description, Embedding)
        else transformers.AutoModelForSequenceClassification
    )
    with quiet():
        model, found = kind.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    if missing := sorted(key for key in found["missing_keys"] if not key.startswith(_UNUSED)):
        raise LoadError(
            f"the weights in {folder} are not those of a model for {description.task}: "
            f"{missing[0]} is missing, one of {len(missing)}; name another --task"
        )
    return model.eval()


def _pool(vectors: torch.Tensor, pooling: Pooling) -> torch.Tensor:
    """Without padding, every row is a token's."""
    match pooling:
        case "cls":
            return vectors[0]
        case "last":
            return vectors[-1]
        case "max":
            return vectors.max(dim=0).values
        case "mean":
            return vectors.mean(dim=0)


def _scores(logits: torch.Tensor, scores: str) -> torch.Tensor:
    return logits.sigmoid() if scores == "sigmoid" else logits.softmax(dim=0)
