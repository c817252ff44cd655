"""OpenAI's penalties of tokens that the answer has already."""

from typing import Any

import torch
from transformers import LogitsProcessor


class Penalties(LogitsProcessor):  # type: ignore[misc]  # it has no types
    """Lowers a token's logit by `presence`, and by `frequency` for each time that it occurs."""

    def __init__(self, prompt_tokens: int, *, frequency: float, presence: float) -> None:
        self._prompt_tokens = prompt_tokens
        self._frequency = frequency
        self._presence = presence

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """Take ids of shape (1, tokens), and scores of shape (1, vocabulary)."""
        counts = torch.zeros_like(scores)
        written = input_ids[:, self._prompt_tokens :]
        counts.scatter_add_(1, written, torch.ones_like(written, dtype=scores.dtype))
        return scores - self._frequency * counts - self._presence * (counts > 0)
