"""Widgets of a CloudWatch dashboard, as its JSON body has them.

Plain data: a construct for each metric would be a call into another process for each.
Source: "Dashboard Body Structure and Syntax" in the CloudWatch API reference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

PERIOD_S = 60
"""Of graphs over a short time; CloudWatch chooses a longer one where the dashboard shows days."""
HEIGHT = 6
MOST_ALARMS = 100
"""Of one widget."""
Entry = list[Any]
"""One element of a graph's `metrics`."""
Properties = dict[str, Any]


@dataclass(frozen=True)
class Metric:
    """One metric with a statistic."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    statistic: str
    label: str
    right: bool = False
    """Whether the right axis is its own."""

    def called(self, label: str) -> "Metric":
        """The same under another label."""
        return replace(self, label=label)

    def entry(self, **rendering: Any) -> Entry:
        """How a graph names it."""
        where = [part for dimension in self.dimensions.items() for part in dimension]
        drawn = {"stat": self.statistic, "label": self.label, **_axis(self.right), **rendering}
        return [self.namespace, self.name, *where, drawn]


@dataclass(frozen=True)
class Math:
    """A line that is calculated of metrics, which are not drawn.

    In `expression`, `{name}` stands for a metric of `of`; a graph gives each an id of its own.
    """

    expression: str
    of: Mapping[str, Metric]
    label: str
    right: bool = False

    def called(self, label: str) -> "Math":
        """The same under another label."""
        return replace(self, label=label)


Line = Metric | Math


def graph(
    title: str, lines: Iterable[Line], *, region: str, unit: str = "", stacked: bool = False
) -> Properties:
    """Lines over time. `unit` is what the left axis is called, where it needs a name."""
    properties = {
        "title": title,
        "view": "timeSeries",
        "stacked": stacked,
        "region": region,
        "period": PERIOD_S,
        "metrics": _entries(lines),
        "yAxis": {"left": {"min": 0, **({"label": unit, "showUnits": False} if unit else {})}},
    }
    return {"type": "metric", "height": HEIGHT, "properties": properties}


def text(markdown: str, *, height: int = 2) -> Properties:
    """A text over the whole width."""
    return {"type": "text", "width": 24, "height": height, "properties": {"markdown": markdown}}


def alarms(title: str, arns: Sequence[str]) -> list[Properties]:
    """The states of alarms, those that ring first."""
    return [
        {
            "type": "alarm",
            "width": 24,
            "height": 3,
            "properties": {
                "title": title,
                "alarms": list(arns[start : start + MOST_ALARMS]),
                "sortBy": "stateUpdatedTimestamp",
            },
        }
        for start in range(0, len(arns), MOST_ALARMS)
    ]


def _entries(lines: Iterable[Line]) -> list[Entry]:
    entries: list[Entry] = []
    for number, line in enumerate(lines):
        if isinstance(line, Metric):
            entries.append(line.entry())
            continue
        ids = {name: f"m{number}_{name}" for name in line.of}
        drawn = {"label": line.label, "id": f"e{number}", **_axis(line.right)}
        entries.append([{"expression": line.expression.format(**ids), **drawn}])
        entries += [m.entry(id=ids[name], visible=False) for name, m in line.of.items()]
    return entries


def _axis(right: bool) -> dict[str, str]:
    return {"yAxis": "right"} if right else {}
