"""Turns what pydantic refuses into violations with a line and a fix."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from infra.config.documents import Document, KeyPath
from infra.config.foreign_keys import foreign_key
from infra.config.nearest import nearest
from infra.config.violations import Violation

_EXPECTED = {
    "string_type": "a text; write it in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "dict_type": "a mapping of keys to values",
    "list_type": "a list",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}


def schema_violations(
    error: ValidationError, *, document: Document, model: type[BaseModel]
) -> list[Violation]:
    """One violation for each thing that the model refused in the document."""
    return [_violation(detail, document, model) for detail in error.errors()]


def _violation(detail: ErrorDetails, document: Document, model: type[BaseModel]) -> Violation:
    path = _path(detail, document)
    if detail["type"] == "extra_forbidden":
        return _unknown_key(path, document, model)
    if detail["type"] == "union_tag_invalid":
        return document.violation((*path, _tag_key(detail)), _unknown_tag(detail), "VALUE")
    if detail["type"] == "union_tag_not_found":
        path = (*path, _tag_key(detail))
    if detail["type"] in {"missing", "union_tag_not_found"}:
        return document.violation(path, f"the key {path[-1]!r} is missing; add it", "KEY")
    return document.violation(path, _message(detail), "VALUE")


def _unknown_key(path: KeyPath, document: Document, model: type[BaseModel]) -> Violation:
    """A key that nothing has, or one that another kind of endpoint has."""
    if path[0] == "endpoints" and len(path) > 2:
        kind = document.data["endpoints"][path[1]]["kind"]
        if refused := foreign_key(kind, ".".join(path[2:])):
            message, rule = refused
            return document.violation(path, message + _in_child(path, document), rule)
    hint = nearest(path[-1], _known_keys(model, path[:-1], document.data))
    return document.violation(path, f"unknown key {path[-1]!r}; {hint}", "KEY")


def _in_child(path: KeyPath, document: Document) -> str:
    """How the environment that changed the kind does without a key of the one that it extends."""
    if document.position(path).file == document.file:
        return ""
    return f", or remove it for this one with `{path[-1]}: null` in {document.file}"


def _tag_key(detail: ErrorDetails) -> str:
    """The key that tells the forms apart; pydantic writes it in quotes."""
    return str(detail["ctx"]["discriminator"]).strip("'")


def _unknown_tag(detail: ErrorDetails) -> str:
    known = [tag.strip(" '") for tag in detail["ctx"]["expected_tags"].split(",")]
    hint = nearest(detail["ctx"]["tag"], known)
    return f"{_shown(detail['input'][_tag_key(detail)])} is no kind of endpoint; {hint}"


def _message(detail: ErrorDetails) -> str:
    value = _shown(detail["input"])
    if detail["type"] == "string_type" and isinstance(detail["input"], dict | list):
        return f"{value} is not a text"
    if expected := _EXPECTED.get(detail["type"]):
        return f"{value} is not {expected}"
    if detail["type"] == "literal_error":
        return f"{value} is not one of {detail['ctx']['expected'].replace(' or ', ', ')}"
    if detail["type"] == "string_pattern_mismatch":
        return f"{value} does not match {detail['ctx']['pattern']}"
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    return f"{value}: {detail['msg']}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value)


def _path(detail: ErrorDetails, document: Document) -> KeyPath:
    """The error's path in the file: without the names that pydantic adds for union members."""
    path: KeyPath = ()
    for part in detail["loc"]:
        if (*path, str(part)) in document.positions:
            path = (*path, str(part))
    if detail["type"] == "missing":
        path = (*path, str(detail["loc"][-1]))
    return path


def _known_keys(model: type[BaseModel], path: KeyPath, data: Any) -> set[str]:
    models: list[type[BaseModel]] = [model]
    annotations: list[Any] = []
    for part in path:
        data = _inner(data, part)
        annotations = [m.model_fields[part].annotation for m in models if part in m.model_fields]
        models = [m for annotation in annotations for m in _models(annotation)] or models
        models = [m for m in models if _may_be(m, data)] or models
    return {key for m in models for key in m.model_fields}


def _inner(data: Any, part: str) -> Any:
    """The value at a part of a path, which is a text even where the key is a number."""
    entries = enumerate(data) if isinstance(data, list) else data.items()
    return next(value for key, value in entries if str(key) == part)


def _may_be(model: type[BaseModel], data: Any) -> bool:
    """Whether data can be of a model: of those with a `kind`, only the one that it names."""
    kind = model.model_fields.get("kind")
    return (
        kind is None or not isinstance(data, dict) or data.get("kind") in get_args(kind.annotation)
    )


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
