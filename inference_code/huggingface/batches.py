"""Texts as batches of tokens: those of similar length together, so that little is padded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from inference_code.errors import ContextLengthError
from inference_code.handler import GenerationRequest, Usage
from inference_code.huggingface.model import Result


@dataclass(frozen=True)
class Batch:
    """Some of a request's texts."""

    places: Sequence[int]
    """Index of each text in the request."""
    inputs: Mapping[str, Any]
    """Tensors for the model, each of shape (texts, tokens)."""


class Texts:
    """Encodes the texts of requests for one model."""

    def __init__(self, tokenizer: Any, *, max_tokens: int, at_once: int, device: str) -> None:
        self._tokenizer = tokenizer
        self._max_tokens = max_tokens
        self._at_once = at_once
        self._device = device
        # What it warns of, a second padding, is what sorting by length is for.
        tokenizer.deprecation_warnings["Asking-to-pad-a-fast-tokenizer"] = True
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token

    def encode(self, texts: Sequence[str], *, truncate: bool) -> tuple[list[Batch], int]:
        """Return the batches, and the tokens of all texts without padding.

        Raises:
            ContextLengthError: a text has too many tokens, and is not to be cut off.
        """
        limits = {"truncation": True, "max_length": self._max_tokens} if truncate else {}
        encoded = self._tokenizer(list(texts), **limits, verbose=False)
        lengths = [len(ids) for ids in encoded["input_ids"]]
        self._check(lengths)
        order = sorted(range(len(texts)), key=lengths.__getitem__, reverse=True)
        return list(self._batches(encoded, order)), sum(lengths)

    def _check(self, lengths: Sequence[int]) -> None:
        for place, length in enumerate(lengths):
            if length > self._max_tokens:
                raise ContextLengthError(
                    f"text {place} has {length} tokens and the model takes {self._max_tokens}; "
                    "shorten it, or send truncate: true"
                )

    def _batches(self, encoded: Any, order: Sequence[int]) -> Iterator[Batch]:
        for start in range(0, len(order), self._at_once):
            places = order[start : start + self._at_once]
            chosen = {name: [values[at] for at in places] for name, values in encoded.items()}
            padded = self._tokenizer.pad(chosen, return_tensors="pt")
            yield Batch(places, {name: each.to(self._device) for name, each in padded.items()})


def in_order(
    encoded: tuple[list[Batch], int], answers: Iterator[Sequence[bytes]], request: GenerationRequest
) -> Result:
    """Put the answers of all batches back into the order of the request's texts."""
    batches, tokens = encoded
    chunks: list[bytes] = [b""] * len(request.body["texts"])
    for batch, said in zip(batches, answers, strict=True):
        for place, chunk in zip(batch.places, said, strict=True):
            chunks[place] = chunk
    return Result(chunks, Usage(prompt_tokens=tokens, completion_tokens=0))


def no_gradients() -> Any:
    """A context in which torch keeps nothing for training."""
    return torch.inference_mode()
