"""Compares responses with botocore's shapes: members, types, required ones, enums, patterns."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from lockgate.local.protocol.models import service_model
from lockgate.local.protocol.patterns import compiled

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "boolean": (bool,),
    "timestamp": (int, float),
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
}
_MODELLED_BY_ALL = {
    *("ValidationException", "ValidationError", "SerializationException", "ThrottlingException"),
}
"""Errors that every service answers with and few list."""
_OURS = {"UnsupportedOperationException", "UnknownOperationException"}


def problems(
    operation: OperationModel, status: int, headers: Mapping[str, str], body: bytes
) -> list[str]:
    """What a response has that its model has not, or the other way round."""
    headers = {name.lower(): value for name, value in headers.items()}
    if status >= 400:
        return list(_error(operation, status, headers, body))
    if status != operation.http.get("responseCode", 200):
        return [f"status {status}"]
    return list(_success(operation.output_shape, headers, body))


def _success(
    shape: StructureShape | None, headers: Mapping[str, str], body: bytes
) -> Iterator[str]:
    if shape is None:
        if body:
            yield f"a body where the operation has none: {body!r}"
        return
    for name, member in shape.members.items():
        if member.serialization.get("location") == "header":
            value = headers.get(member.serialization["name"].lower())
            if value is not None:
                yield from walk(member, value, name)
    if "payload" not in shape.serialization:
        yield from walk(shape, json.loads(body), "$")


def _error(
    operation: OperationModel, status: int, headers: Mapping[str, str], body: bytes
) -> Iterator[str]:
    told = json.loads(body)
    code = told.pop("__type", None) or headers.get("x-amzn-errortype") or str(status)
    model = service_model(operation.service_model.service_name)
    if code in {shape.name for shape in operation.error_shapes}:
        shape = model.shape_for(code)
        expected = shape.metadata.get("error", {}).get("httpStatusCode", 400)
        if status != expected:
            yield f"{code} with status {status}, not {expected}"
        yield from walk(shape, told, code)
    elif code not in _MODELLED_BY_ALL | _OURS and code != str(status):
        yield f"{operation.name} has no error {code}"
    elif {name.lower() for name in told} != {"message"}:
        yield f"{code} has the members {sorted(told)}"


def walk(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Each way in which a JSON value differs from its shape."""
    if not _has_type(shape, value):
        yield f"{path} is {value!r}, not a {shape.type_name}"
    elif isinstance(shape, StructureShape):
        yield from (f"{path}.{name} is unknown" for name in value.keys() - shape.members.keys())
        yield from (
            f"{path}.{name} is missing" for name in shape.required_members if name not in value
        )
        for name in value.keys() & shape.members.keys():
            yield from walk(shape.members[name], value[name], f"{path}.{name}")
    elif isinstance(shape, ListShape):
        for number, item in enumerate(value):
            yield from walk(shape.member, item, f"{path}[{number}]")
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            yield from walk(shape.value, item, f"{path}.{key}")
    elif shape.type_name == "string":
        yield from _string(shape, value, path)


def _has_type(shape: Shape, value: Any) -> bool:
    if isinstance(value, bool):
        return bool(shape.type_name == "boolean")
    return isinstance(value, _TYPES[shape.type_name])


def _string(shape: Shape, value: str, path: str) -> Iterator[str]:
    allowed, pattern = shape.metadata.get("enum"), shape.metadata.get("pattern")
    if allowed and value not in allowed:
        yield f"{path} is {value!r}, none of {allowed}"
    if pattern and not compiled(pattern).fullmatch(value):
        yield f"{path} is {value!r}, which does not match {pattern}"
    if len(value) > shape.metadata.get("max", len(value)):
        yield f"{path} is longer than {shape.metadata['max']}"
