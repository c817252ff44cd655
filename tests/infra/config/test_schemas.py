import re
from typing import Any, get_args

import pytest

from infra.config.endpoints.variants import AnyEndpoint
from infra.config.loading import names
from infra.config.schemas import FOLDER, PARTS, render, schemas

ROOT = FOLDER.parent


@pytest.mark.parametrize("name", list(schemas()))
def test_schema_in_the_repository_is_current(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == render(schemas()[name]), "run python -m infra.config.schemas"


@pytest.mark.parametrize("name", list(schemas()))
def test_every_default_matches_its_pattern(name: str) -> None:
    for schema in _objects(schemas()[name]):
        if isinstance(schema.get("default"), str) and "pattern" in schema:
            assert re.fullmatch(schema["pattern"], schema["default"])


def test_environment_that_extends_another_need_not_repeat_it() -> None:
    schema = schemas()["environment.json"]
    assert "extends" in schema["properties"]
    for part in PARTS:
        assert "required" not in schema["$defs"][part.__name__]
    assert schema["then"]["required"] == ["account", "region"]


def test_endpoint_is_any_of_the_kinds_and_says_which() -> None:
    schema = schemas()["environment.json"]
    forms = schema["properties"]["endpoints"]["additionalProperties"]["anyOf"]
    kinds = [f"#/$defs/{model.__name__}" for model in get_args(AnyEndpoint)]
    assert forms == [*({"$ref": kind} for kind in kinds), {"type": "null"}]
    assert schema["then"]["properties"]["endpoints"] == {
        "additionalProperties": {"required": ["kind"]}
    }


@pytest.mark.parametrize(
    ("folder", "schema"), [("environments", "environment.json"), ("models", "model.json")]
)
def test_yaml_files_name_their_schema(folder: str, schema: str) -> None:
    for name in names(ROOT, folder):
        first = (ROOT / folder / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../schemas/{schema}"


def _objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for item in schema for found in _objects(item)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(found for value in schema.values() for found in _objects(value))]
