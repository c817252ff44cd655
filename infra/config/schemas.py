"""JSON Schemas for editors: `python -m infra.config.schemas` writes them into `schemas/`."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

from pydantic.json_schema import GenerateJsonSchema

from infra.config.base import ConfigModel
from infra.config.duration import format_duration
from infra.config.endpoints.online import Shadow, Variant
from infra.config.endpoints.variants import AnyEndpoint
from infra.config.environment import Environment
from infra.config.model_card import ModelCard

FOLDER = Path(__file__).parents[2] / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PARTS = (*get_args(AnyEndpoint), Variant, Shadow)
"""Parts of an environment of which another one that extends it may change a single key."""
EXTENDS = {
    "type": "string",
    "description": "Name of an environment to start from: mappings merge, null removes a key.",
}


class _Generator(GenerateJsonSchema):
    """Writes durations as the files write them, and leaves out titles that repeat the key."""

    def encode_default(self, dft: Any) -> Any:
        return super().encode_default(format_duration(dft) if isinstance(dft, timedelta) else dft)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by file name."""
    return {"environment.json": _environment(), "model.json": _schema(ModelCard)}


def render(schema: dict[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, indent=2) + "\n"


def _schema(model: type[ConfigModel]) -> dict[str, Any]:
    return {"$schema": DIALECT, **model.model_json_schema(schema_generator=_Generator)}


def _environment() -> dict[str, Any]:
    """An environment that extends another need not repeat what that one says."""
    schema = _schema(Environment)
    properties = {"extends": EXTENDS, **schema["properties"]}
    endpoints = dict(properties["endpoints"])
    # `anyOf`, because a change to an inherited endpoint may leave out its kind.
    kinds = endpoints["additionalProperties"].pop("oneOf")
    endpoints["additionalProperties"] = {"anyOf": [*kinds, {"type": "null"}]}
    for part in PARTS:
        schema["$defs"][part.__name__].pop("required")
    required = schema.pop("required")
    complete = {"additionalProperties": {"required": ["kind"]}}
    return {
        **schema,
        "properties": {**properties, "endpoints": endpoints},
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": required, "properties": {"endpoints": complete}},
    }


def main() -> None:
    """Write all schemas."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / name).write_text(render(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
