"""How this container answers, in the four functions that the toolkit calls.

A model's own code/inference.py takes the place of this file. Functions that it does not define are
the toolkit's, and it may import what is imported here.
"""

from pathlib import Path
from typing import Any

from inference_code.huggingface.loading import load
from inference_code.huggingface.model import Asked, Model, Said
from inference_code.huggingface.telling import tell
from inference_code.huggingface.toolkit import device_of


def model_fn(model_dir: str, context: Any) -> Model:
    """Load the model for its task."""
    return load(Path(model_dir), device_of(context))


def input_fn(body: bytes | str, content_type: str) -> Asked:
    """Keep the request as it came: what may be in it, the model knows."""
    return Asked(body, content_type)


def predict_fn(asked: Asked, model: Model) -> Said:
    """Answer it."""
    return model.answer(asked)


def output_fn(said: Said, accept: str, context: Any) -> tuple[bytes | str, str]:
    """Write the answer, and tell telemetry what it cost."""
    tell(context, said)
    return said.write(accept)
