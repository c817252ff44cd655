"""Checks requests against botocore's input shapes, in the words that AWS uses.

AWS names a member by its path in lower camel case and list elements by their number:
`productionVariants.1.member.initialInstanceCount`.
"""

from collections.abc import Iterator
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.patterns import compiled

_SHOWN = 200
"""Longest value that a message repeats, in characters."""


def check(shape: Shape, request: Any, *, code: str = "ValidationException") -> None:
    """Validate a request.

    Raises:
        ServiceError: `code`, with all violations in one message, or SerializationException
            where a value has the wrong type.
    """
    found = list(violations(shape, request, ""))
    if found:
        noun = "error" if len(found) == 1 else "errors"
        raise ServiceError(code, f"{len(found)} validation {noun} detected: " + "; ".join(found))


def violations(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Each constraint that the value breaks, as AWS words it."""
    if isinstance(shape, StructureShape):
        yield from _structure(shape, _typed(value, dict), path)
    elif isinstance(shape, ListShape):
        yield from _list(shape, _typed(value, list), path)
    elif isinstance(shape, MapShape):
        yield from _map(shape, _typed(value, dict), path)
    elif shape.type_name == "string":
        yield from _string(shape, _scalar(value, str, "String"), path)
    elif shape.type_name in {"integer", "long"}:
        yield from _number(shape, _scalar(value, int, "Integer"), path)
    elif shape.type_name in {"float", "double"}:
        yield from _number(shape, _scalar(value, (int, float), "Float"), path)
    elif shape.type_name == "boolean":
        _scalar(value, bool, "Boolean")
    elif shape.type_name == "timestamp":
        _scalar(value, (int, float), "Timestamp")


def _typed(value: Any, wanted: type) -> Any:
    if not isinstance(value, wanted):
        raise ServiceError("SerializationException", "Unexpected field type")
    return value


def _scalar(value: Any, wanted: type | tuple[type, ...], name: str) -> Any:
    if isinstance(value, (dict, list)):
        raise ServiceError(
            "SerializationException", "Start of structure or map found where not expected."
        )
    is_boolean = isinstance(value, bool)
    if not isinstance(value, wanted) or (is_boolean and wanted is not bool):
        kind = "STRING_VALUE" if isinstance(value, str) else "NUMBER_VALUE"
        kind = f"{value}".upper() + "_VALUE" if is_boolean else kind
        article = "an" if name == "Integer" else "a"
        raise ServiceError(
            "SerializationException", f"{kind} can not be converted to {article} {name}"
        )
    return value


def _structure(shape: StructureShape, value: dict[str, Any], path: str) -> Iterator[str]:
    for name, member in shape.members.items():
        inner = _join(path, name[0].lower() + name[1:])
        if value.get(name) is not None:
            yield from violations(member, value[name], inner)
        elif name in shape.required_members:
            yield _broken(None, inner, "Member must not be null")


def _list(shape: ListShape, value: list[Any], path: str) -> Iterator[str]:
    yield from _length(shape, value, path)
    for number, element in enumerate(value, start=1):
        yield from violations(shape.member, element, f"{path}.{number}.member")


def _map(shape: MapShape, value: dict[str, Any], path: str) -> Iterator[str]:
    yield from _length(shape, value, path)
    for key, element in value.items():
        yield from violations(shape.key, key, path)
        yield from violations(shape.value, element, f"{path}.{key}.member")


def _string(shape: Shape, value: str, path: str) -> Iterator[str]:
    yield from _length(shape, value, path)
    pattern = shape.metadata.get("pattern")
    if pattern and not compiled(pattern).fullmatch(value):
        yield _broken(value, path, f"Member must satisfy regular expression pattern: {pattern}")
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        listed = ", ".join(sorted(allowed))
        yield _broken(value, path, f"Member must satisfy enum value set: [{listed}]")


def _length(shape: Shape, value: Any, path: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and len(value) < low:
        yield _broken(value, path, f"Member must have length greater than or equal to {low}")
    if high is not None and len(value) > high:
        yield _broken(value, path, f"Member must have length less than or equal to {high}")


def _number(shape: Shape, value: float, path: str) -> Iterator[str]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and value < low:
        yield _broken(value, path, f"Member must have value greater than or equal to {low}")
    if high is not None and value > high:
        yield _broken(value, path, f"Member must have value less than or equal to {high}")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _broken(value: Any, path: str, constraint: str) -> str:
    shown = "null" if value is None else f"'{str(value)[:_SHOWN]}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: {constraint}"
