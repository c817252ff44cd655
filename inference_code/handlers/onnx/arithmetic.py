"""The last steps of a model, which its graph leaves to us: pooling, length 1, probabilities."""

import numpy as np
import numpy.typing as npt

from inference_code.handlers.onnx.description import Pooling, Scores

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.int64]
LEAST_NORM = 1e-12
"""As torch.nn.functional.normalize: a vector of zeros stays one."""


def pool(vectors: Floats, mask: Mask, pooling: Pooling) -> Floats:
    """Make one vector of those of a text's tokens, by the formulas of sentence-transformers."""
    if pooling == "cls":
        return np.asarray(vectors[:, 0])
    if pooling == "last":
        return np.asarray(vectors[np.arange(len(mask)), mask.sum(axis=1) - 1])
    present = mask[:, :, None].astype(vectors.dtype)
    if pooling == "max":
        return np.asarray(np.where(present, vectors, -np.inf).max(axis=1), dtype=np.float32)
    return np.asarray((vectors * present).sum(axis=1) / present.sum(axis=1))


def normalize(vector: Floats) -> Floats:
    """Give a vector the length 1."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), LEAST_NORM))


def score(logits: Floats, scores: Scores) -> Floats:
    """Turn each text's numbers into probabilities."""
    if scores == "sigmoid":
        # exp of what is never positive cannot overflow.
        small = np.exp(-np.abs(logits))
        return np.asarray(np.where(logits >= 0, 1, small) / (1 + small))
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def check_finite(row: Floats) -> None:
    """Refuse what JSON has no number for.

    Raises:
        ArithmeticError: a number is infinite, or none.
    """
    if not np.isfinite(row).all():
        raise ArithmeticError("the model's numbers for this text are not finite")
