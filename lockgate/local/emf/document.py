"""One log event in embedded metric format, checked as the specification says (EMF-01).

Source: "Specification: Embedded metric format" in the CloudWatch user guide, with its JSON schema.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from lockgate.local.emf.values import MetricValue, value_of
from lockgate.local.metrics.store import Metric, metric
from lockgate.local.protocol.models import service_model

MARKER = '"CloudWatchMetrics"'
"""What every document has."""
MOST_BYTES = 1 << 20
MOST_METRICS = 100
MOST_DIMENSIONS = 30
PAST_S = 14 * 86400
FUTURE_S = 2 * 3600
"""How far off a timestamp may be. Source: Timestamp of MetricDatum in the API reference."""
_LONGEST_NAME = 1024
_LONGEST_DIMENSION = 250
_RESOLUTIONS = (1, 60)
_UNITS = frozenset(service_model("cloudwatch").shape_for("StandardUnit").metadata["enum"])


class ParsingError(ValueError):
    """The event is no JSON."""


class ValidationError(ValueError):
    """The event is JSON that the specification does not allow."""


class Extracted(NamedTuple):
    """What one document has of one metric."""

    metric: Metric
    when: float
    """Seconds since 1970."""
    unit: str
    is_fine: bool
    """Whether the metric has a resolution of one second."""
    value: MetricValue


def extract(message: str, *, now: float) -> list[Extracted]:
    """The metric values of a log event that is in embedded metric format.

    Args:
        message: the event's text.
        now: seconds since 1970.

    Raises:
        ParsingError: it is no JSON object.
        ValidationError: the specification does not allow it.
    """
    root = _parsed(message)
    metadata = _member(root, "_aws", dict, "the document")
    when = _timestamp(metadata, now)
    directives = _member(metadata, "CloudWatchMetrics", list, "_aws")
    return [one for directive in directives for one in _directive(root, directive, when)]


def _parsed(message: str) -> dict[str, Any]:
    if len(message.encode()) > MOST_BYTES:
        raise ParsingError(f"the event has more than {MOST_BYTES} bytes")
    try:
        root = json.loads(message, parse_constant=_no_number)
    except ValueError as error:
        raise ParsingError(f"the event is no JSON: {error}") from error
    if not isinstance(root, dict):
        raise ParsingError("the event is no JSON object")
    return root


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def _timestamp(metadata: Mapping[str, Any], now: float) -> float:
    milliseconds: int = _member(metadata, "Timestamp", int, "_aws")
    when = milliseconds / 1000
    if not now - PAST_S <= when <= now + FUTURE_S:
        raise ValidationError(
            f"Timestamp is {milliseconds}, {when - now:.0f} s from now; CloudWatch takes two weeks "
            "back and two hours ahead"
        )
    return when


def _directive(root: Mapping[str, Any], directive: Any, when: float) -> Iterator[Extracted]:
    if not isinstance(directive, dict):
        raise ValidationError("a directive is no object")
    namespace = _text(directive, "Namespace", "a directive", _LONGEST_NAME)
    sets = _member(directive, "Dimensions", list, "a directive")
    definitions = _member(directive, "Metrics", list, "a directive")
    if not sets:
        raise ValidationError("Dimensions is empty; without dimensions it is [[]]")
    if len(definitions) > MOST_METRICS:
        raise ValidationError(f"Metrics has {len(definitions)} members; {MOST_METRICS} fit")
    dimensions = [_dimensions(root, names) for names in sets]
    for definition in definitions:
        yield from _metric(root, definition, namespace, dimensions, when)


def _dimensions(root: Mapping[str, Any], names: Any) -> dict[str, str]:
    if not isinstance(names, list):
        raise ValidationError("a set of dimensions is no array")
    if len(names) > MOST_DIMENSIONS:
        raise ValidationError(f"a set has {len(names)} dimensions; {MOST_DIMENSIONS} fit")
    for name in names:
        if not isinstance(name, str) or not 1 <= len(name) <= _LONGEST_DIMENSION:
            raise ValidationError(f"{name!r} is no name of a dimension")
    return {name: _text(root, name, "the document", _LONGEST_NAME) for name in names}


def _metric(
    root: Mapping[str, Any],
    definition: Any,
    namespace: str,
    dimensions: Sequence[Mapping[str, str]],
    when: float,
) -> Iterator[Extracted]:
    if not isinstance(definition, dict):
        raise ValidationError("a metric's definition is no object")
    name = _text(definition, "Name", "a metric's definition", _LONGEST_NAME)
    unit = definition.get("Unit", "None")
    if unit not in _UNITS:
        raise ValidationError(f"{name} has the unit {unit!r}, which CloudWatch does not have")
    resolution = definition.get("StorageResolution", 60)
    if resolution not in _RESOLUTIONS:
        raise ValidationError(f"{name} has the StorageResolution {resolution!r}; it is 1 or 60")
    if name not in root:
        raise ValidationError(f"the document lacks {name}")
    try:
        value = value_of(root[name])
    except ValueError as error:
        raise ValidationError(f"{name}: {error}") from error
    for found in dimensions:
        yield Extracted(metric(namespace, name, found), when, unit, resolution == 1, value)


def _member(node: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    value = node.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValidationError(f"{where} needs {name}, of type {kind.__name__}")
    return value


def _text(node: Mapping[str, Any], name: str, where: str, longest: int) -> str:
    value: str = _member(node, name, str, where)
    if not 1 <= len(value) <= longest:
        raise ValidationError(f"{name} has {len(value)} characters; 1 to {longest} fit")
    return value
