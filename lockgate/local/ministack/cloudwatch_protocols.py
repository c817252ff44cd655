"""CloudWatch's protocols, for operations of ours: JSON, and Query with XML.

Its third, CBOR, needs a library that is not here; MiniStack does not read it either.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from botocore.model import ListShape, Shape, StructureShape

from lockgate.local.protocol.models import operation

_XMLNS = "http://monitoring.amazonaws.com/doc/2010-08-01/"
Answer = tuple[int, dict[str, str], bytes]


def request_of(name: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a Query request: `Dimensions.member.1.Name=...`."""
    flat = {key: value[0] if isinstance(value, list) else value for key, value in params.items()}
    shape = operation("cloudwatch", name).input_shape
    return dict(_member(shape, flat, "") or {})


def _member(shape: Shape, flat: Mapping[str, str], path: str) -> Any:
    if isinstance(shape, StructureShape):
        members = {
            name: _member(member, flat, f"{path}.{name}".lstrip("."))
            for name, member in shape.members.items()
        }
        return {name: value for name, value in members.items() if value is not None} or None
    if isinstance(shape, ListShape):
        items: list[Any] = []
        while True:
            item = _member(shape.member, flat, f"{path}.member.{len(items) + 1}")
            if item is None:
                return items or None
            items.append(item)
    text = flat.get(path)
    if text is not None and shape.type_name == "boolean":
        return text == "true"
    return text


def encoded(name: str, answer: Mapping[str, Any], *, is_json: bool) -> Answer:
    """The response of an operation; its times are datetimes.

    Args:
        name: the operation.
        answer: members of its output.
        is_json: whether the client speaks JSON, and not Query.
    """
    if is_json:
        body = json.dumps(answer, default=datetime.timestamp).encode()
        return 200, {"Content-Type": "application/json"}, body
    result = f"<{name}Result>{_xml(answer)}</{name}Result>"
    metadata = f"<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata>"
    text = f'<{name}Response xmlns="{_XMLNS}">{result}{metadata}</{name}Response>'
    return 200, {"Content-Type": "application/xml"}, text.encode()


def _xml(value: Any) -> str:
    match value:
        case Mapping():
            return "".join(f"<{name}>{_xml(member)}</{name}>" for name, member in value.items())
        case list():
            return "".join(f"<member>{_xml(item)}</member>" for item in value)
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return escape(str(value))
