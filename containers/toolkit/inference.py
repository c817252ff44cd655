"""How this container answers: a linear classifier. Put your own file in the place of this one.

The model's folder holds model.json: {"labels": [...], "weights": [[...], ...], "bias": [...]}, with
a row of weights and a bias for each label. A request is rows of numbers, as JSON or CSV.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from sagemaker_inference import decoder
from sagemaker_inference.errors import GenericInferenceToolkitError


def model_fn(model_dir: str) -> dict[str, Any]:
    """Load the model, once for each worker."""
    model = json.loads(Path(model_dir, "model.json").read_text())
    return {name: np.asarray(model[name]) for name in ("labels", "weights", "bias")}


def input_fn(body: str | bytes, content_type: str) -> Any:
    """Read a request. A ValueError here is the client's mistake, and answered with 400."""
    rows = np.atleast_2d(decoder.decode(body, content_type))
    if rows.dtype.kind not in "iuf" or not np.isfinite(rows).all():
        raise ValueError("send rows of finite numbers")
    return rows.astype(float)


def predict_fn(rows: Any, model: dict[str, Any]) -> list[dict[str, Any]]:
    """Answer it: for each row the likeliest label, and how likely it is."""
    weights, labels = model["weights"], model["labels"]
    if rows.shape[1:] != weights.shape[1:]:
        message = f"each row must have {weights.shape[1]} numbers, and the shape is {rows.shape}"
        raise GenericInferenceToolkitError(400, message)
    scores = rows @ weights.T + model["bias"]
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = odds / odds.sum(axis=1, keepdims=True)
    best = chances.argmax(axis=1)
    return [
        {"label": str(labels[index]), "score": float(row[index])}
        for index, row in zip(best, chances, strict=True)
    ]


def output_fn(answers: list[dict[str, Any]], accept: str) -> tuple[str, str]:
    """Write the answer."""
    if "application/json" not in accept.split(","):
        raise GenericInferenceToolkitError(406, "this handler writes application/json")
    return json.dumps(answers), "application/json"
