"""What documents of the embedded metric format publish, as CloudWatch would add it up."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

Series = tuple[str, tuple[str, ...], int]
"""Metric, values of its dimensions, and minute since 1970."""


def sums(text: str) -> dict[Series, float]:
    """The sum of each metric, by its dimensions and minute."""
    found: Counter[Series] = Counter()
    for document in map(json.loads, text.splitlines()):
        for series, value in _values(document):
            found[series] += value["Sum"] if isinstance(value, Mapping) else value
    return dict(found)


def total(text: str, metric: str, *dimensions: str) -> float:
    """The sum of a metric over all minutes."""
    return sum(
        value
        for (name, values, _), value in sums(text).items()
        if (name, values) == (metric, dimensions)
    )


def values(text: str, metric: str, *dimensions: str) -> list[float]:
    """Values of a distribution, each as often as it came, sorted."""
    found = []
    for document in map(json.loads, text.splitlines()):
        for (name, given, _), value in _values(document):
            if (name, given) == (metric, dimensions):
                for each, count in zip(value["Values"], value["Counts"], strict=True):
                    found += [each] * count
    return sorted(found)


def _values(document: Mapping[str, Any]) -> list[tuple[Series, Any]]:
    metadata = document["_aws"]
    return [
        (
            (
                metric["Name"],
                tuple(document[name] for name in names),
                metadata["Timestamp"] // 60_000,
            ),
            document[metric["Name"]],
        )
        for directive in metadata["CloudWatchMetrics"]
        for names in directive["Dimensions"]
        for metric in directive["Metrics"]
    ]
