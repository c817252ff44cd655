"""What is to be known of a model besides its graph: `lockgate-onnx.json`, by the export."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from inference_code.handler import LoadError

NAME = "lockgate-onnx.json"
MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
CONFIG = "config.json"

Pooling = Literal["cls", "last", "max", "mean"]
Scores = Literal["softmax", "sigmoid"]


class _Description(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    max_tokens: Annotated[int, Field(ge=1)]
    """Tokens of the longest text, the special ones included."""
    pad_id: Annotated[int, Field(ge=0)] = 0
    """Token that fills a shorter text up; some models tell padding by it."""
    sha256: dict[str, Annotated[str, Field(pattern="^[0-9a-f]{64}$")]] = {}
    """Digests of the files beside this one, by name."""


class Embedding(_Description):
    """A model that gives a vector for each token, and how they become one."""

    task: Literal["embedding"] = "embedding"
    pooling: Pooling
    """`mean` of all tokens, their `max`, or the vector of the first (`cls`) or the `last`."""
    prompt: str = ""
    """What the model wants to read before each text."""


class Classification(_Description):
    """A model that gives a number for each label."""

    task: Literal["classification"] = "classification"
    labels: Annotated[list[str], Field(min_length=1)]
    scores: Scores
    """`softmax` where one label is right, `sigmoid` where each may be."""


Description = Embedding | Classification
_ADAPTER: TypeAdapter[Description] = TypeAdapter(
    Annotated[Description, Field(discriminator="task")]
)


def read_description(file: Path) -> Description:
    """Read `lockgate-onnx.json`.

    Raises:
        LoadError: it is not what the export writes.
    """
    try:
        return _ADAPTER.validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(step) for step in first["loc"])
        raise LoadError(
            f"{file}: {path + ': ' if path else ''}{first['msg']}; export the model again"
        ) from error
