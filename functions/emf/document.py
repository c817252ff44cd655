"""Documents of the embedded metric format, inside its limits (EMF-01).

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html

That page names numbers and arrays of numbers as values. A structure of values and counts is what
AWS's own exporter of OpenTelemetry writes, and what CloudWatch takes besides:
https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/awsemfexporter
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, TextIO

from .distribution import Distribution

MAX_METRICS = 100
MAX_DIMENSIONS = 30
MAX_DIMENSION_CHARACTERS = 1024
MAX_BYTES = 256 * 1024
"""Of a log event; the page says 1 MB by now, and some regions and agents may be older."""


def documents(
    namespace: str,
    *,
    timestamp_ms: int,
    dimensions: Mapping[str, str],
    metrics: Mapping[str, float | Distribution],
    units: Mapping[str, str],
) -> list[str]:
    """Lines of JSON that publish metrics of one moment under one set of dimensions.

    Args:
        namespace: of CloudWatch.
        timestamp_ms: since 1970; CloudWatch takes two weeks back and two hours ahead.
        dimensions: names and values; none is a set of its own.
        metrics: a number, or a distribution. One that is empty is left out.
        units: by name of metric.

    Raises:
        ValueError: more dimensions than a set may have, or a value that none may have.
    """
    _check(dimensions)
    frame = _Frame(namespace, timestamp_ms, dimensions, units)
    return [line for members in _parts(metrics) for line in frame.lines(members)]


def write(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Print all lines at once, on stdout by default; nothing when there are none."""
    text = "".join(f"{line}\n" for line in lines)
    if text:
        target = sys.stdout if stream is None else stream
        target.write(text)
        target.flush()


def _check(dimensions: Mapping[str, str]) -> None:
    if len(dimensions) > MAX_DIMENSIONS:
        raise ValueError(f"{len(dimensions)} dimensions; a set has at most {MAX_DIMENSIONS}")
    for name, value in dimensions.items():
        if not 0 < len(value) <= MAX_DIMENSION_CHARACTERS:
            raise ValueError(
                f"the value of dimension {name} has {len(value)} characters;"
                f" it must have 1 to {MAX_DIMENSION_CHARACTERS}"
            )


def _parts(metrics: Mapping[str, float | Distribution]) -> Iterator[dict[str, Any]]:
    """Members of one document after another; a long distribution takes part in several."""
    columns = [
        [(name, member) for member in value.members()]
        if isinstance(value, Distribution)
        else [(name, value)]
        for name, value in metrics.items()
    ]
    for row in zip_longest(*columns):
        yield dict(filter(None, row))


@dataclass(frozen=True)
class _Frame:
    """What all documents of one call share."""

    namespace: str
    timestamp_ms: int
    dimensions: Mapping[str, str]
    units: Mapping[str, str]

    def lines(self, members: Mapping[str, Any]) -> list[str]:
        """One line, or more when one would be beyond a limit."""
        if len(members) <= MAX_METRICS:
            line = json.dumps(self._document(members), separators=(",", ":"))
            if len(line) <= MAX_BYTES or len(members) == 1:
                return [line]
        names, half = list(members), len(members) // 2
        first = {name: members[name] for name in names[:half]}
        second = {name: members[name] for name in names[half:]}
        return self.lines(first) + self.lines(second)

    def _document(self, members: Mapping[str, Any]) -> dict[str, Any]:
        directive = {
            "Namespace": self.namespace,
            "Dimensions": [list(self.dimensions)],
            "Metrics": [{"Name": name, "Unit": self.units[name]} for name in members],
        }
        metadata = {"Timestamp": self.timestamp_ms, "CloudWatchMetrics": [directive]}
        return {"_aws": metadata, **self.dimensions, **members}
