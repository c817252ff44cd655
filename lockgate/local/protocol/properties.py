"""CloudFormation properties as API requests.

Templates may write numbers and booleans as strings, and CloudFormation refuses properties that
the type does not have.
"""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from lockgate.local.protocol.errors import ServiceError

_TYPES: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": lambda text: {"true": True, "false": False}[text.lower()],
}


def as_request(shape: StructureShape, properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties with the types that the API wants.

    Raises:
        ServiceError: a property is unknown, or is no number or boolean where it must be.
    """
    converted: dict[str, Any] = _convert(shape, properties, "#")
    return converted


def _convert(shape: Shape, value: Any, path: str) -> Any:
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        unknown = sorted(value.keys() - shape.members.keys())
        if unknown:
            raise _refused(path, f"extraneous key [{unknown[0]}] is not permitted")
        return {
            name: _convert(shape.members[name], member, f"{path}/{name}")
            for name, member in value.items()
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_convert(shape.member, item, f"{path}/{n}") for n, item in enumerate(value)]
    if isinstance(shape, MapShape) and isinstance(value, Mapping):
        return {key: _convert(shape.value, item, f"{path}/{key}") for key, item in value.items()}
    return _scalar(shape, value, path)


def _scalar(shape: Shape, value: Any, path: str) -> Any:
    if shape.type_name == "string" and isinstance(value, (int, float)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, str) and shape.type_name in _TYPES:
        try:
            return _TYPES[shape.type_name](value)
        except (KeyError, ValueError) as error:
            message = f"expected type: {shape.type_name.capitalize()}, found: String"
            raise _refused(path, message) from error
    return value


def _refused(path: str, message: str) -> ServiceError:
    return ServiceError("InvalidRequest", f"Properties validation failed: {path}: {message}")
