"""Labels of series, with what CloudWatch writes into them: `${PROP('Dim.EndpointName')}`, `${MAX}`.

Source: "Using dynamic labels" in the CloudWatch user guide.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lockgate.local.metrics.series_math import Line

_DYNAMIC = re.compile(r"\$\{(?:PROP\('(?P<property>[^']+)'\)|(?P<word>[A-Z_]+))\}")
_NUMBERS: dict[str, Callable[[Sequence[float]], float]] = {
    "AVG": lambda values: math.fsum(values) / len(values),
    "DATAPOINT_COUNT": len,
    "FIRST": lambda values: values[0],
    "LAST": lambda values: values[-1],
    "MAX": max,
    "MIN": min,
    "SUM": math.fsum,
}


def label(query: Mapping[str, Any], line: Line) -> str:
    """The label of one of a query's series; that of a series that was searched for is its own.

    Raises:
        ValueError: it has a dynamic value that is not emulated.
    """
    text = query.get("Label")
    if not text:
        return line.label
    return _DYNAMIC.sub(lambda found: _written(found, query, line), text)


def _written(found: re.Match[str], query: Mapping[str, Any], line: Line) -> str:
    if name := found["property"]:
        return _property(name, query)
    if found["word"] == "LABEL":
        return line.label
    if (calculate := _NUMBERS.get(found["word"])) is None:
        raise ValueError(f"The local AWS does not emulate {found[0]} in labels")
    values = [line.series[time] for time in sorted(line.series)]
    return f"{calculate(values):g}" if values else "--"


def _property(name: str, query: Mapping[str, Any]) -> str:
    stat = query.get("MetricStat")
    if stat is None:
        raise ValueError(f"The local AWS does not emulate PROP('{name}') in labels of expressions")
    asked = stat["Metric"]
    known = {
        "MetricName": asked["MetricName"],
        "Namespace": asked["Namespace"],
        "Period": str(stat["Period"]),
        "Stat": stat["Stat"],
        **{f"Dim.{one['Name']}": one["Value"] for one in asked.get("Dimensions") or ()},
    }
    if name not in known:
        raise ValueError(f"The local AWS does not emulate PROP('{name}') in labels")
    return str(known[name])
