"""From the vectors of a text's tokens to one vector.

The formulas are those of sentence_transformers.models.Pooling:
https://github.com/UKPLab/sentence-transformers/blob/v5.1.0/sentence_transformers/models/Pooling.py
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch

Tensor = Any


def pool(vectors: Tensor, mask: Tensor, modes: Sequence[str]) -> Tensor:
    """Pool `vectors` of shape (texts, tokens, size) by `mask` of shape (texts, tokens).

    The mask is 1 for tokens and 0 for padding. Returns (texts, size times modes).
    """
    vectors = vectors.float()
    return torch.cat([_MODES[mode](vectors, mask) for mode in modes], dim=1)


def _cls(vectors: Tensor, mask: Tensor) -> Tensor:
    return vectors[_rows(mask), mask.argmax(dim=1)]


def _last(vectors: Tensor, mask: Tensor) -> Tensor:
    places = torch.arange(mask.shape[1], device=mask.device)
    return vectors[_rows(mask), (mask * places).argmax(dim=1)]


def _max(vectors: Tensor, mask: Tensor) -> Tensor:
    return vectors.masked_fill(mask[..., None] == 0, -1e9).amax(dim=1)


def _mean(vectors: Tensor, mask: Tensor) -> Tensor:
    return _weighted(vectors, mask)


def _mean_sqrt(vectors: Tensor, mask: Tensor) -> Tensor:
    return _mean(vectors, mask) * mask.sum(dim=1, keepdim=True).sqrt()


def _rising(vectors: Tensor, mask: Tensor) -> Tensor:
    """Each token weighs as much as its place, counted from 1 where the text begins: what is padded
    before it depends on other texts."""
    return _weighted(vectors, mask * mask.cumsum(dim=1))


def _weighted(vectors: Tensor, weights: Tensor) -> Tensor:
    weights = weights.unsqueeze(-1).float()
    return (vectors * weights).sum(dim=1) / weights.sum(dim=1)


def _rows(mask: Tensor) -> Tensor:
    return torch.arange(mask.shape[0], device=mask.device)


_MODES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "cls": _cls,
    "max": _max,
    "mean": _mean,
    "mean_sqrt_len_tokens": _mean_sqrt,
    "weightedmean": _rising,
    "lasttoken": _last,
}
