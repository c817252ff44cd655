"""SEARCH: the metrics of a namespace whose names and dimensions match.

`{Namespace,Dimension,...} terms`: the metrics with exactly these dimensions. Terms are words, in
quotes where they must match as a whole, `Property=value`, `AND`, `OR`, `NOT` and brackets; those
that stand side by side must all match.
Source: "CloudWatch search expression syntax" in the user guide.
"""

import re
from collections.abc import Callable

from lockgate.local.metrics.requests import Times, read
from lockgate.local.metrics.series_math import Array, Line
from lockgate.local.metrics.store import Metric, MetricStore
from lockgate.local.protocol.scope import Scope

MOST = 100
"""Series that a search gives."""
_SCHEMA = re.compile(r"\s*\{([^}]*)\}\s*(.*)", re.DOTALL)
_TOKEN = re.compile(r'\s*("[^"]*"|[()=]|[^\s()="]+)')
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
Matches = Callable[[Metric], bool]


def search(store: MetricStore, scope: Scope, expression: str, called: str, times: Times) -> Array:
    """The series of one statistic of all metrics that match, sorted by their labels.

    Raises:
        ValueError: the expression has no schema, or does not parse.
    """
    found = _SCHEMA.fullmatch(expression)
    if found is None:
        raise ValueError(
            f"SEARCH needs a schema, such as {{AWS/SageMaker,EndpointName}}: {expression}"
        )
    namespace, *dimensions = [_unquoted(part.strip()) for part in found[1].split(",")]
    matches = _Terms(found[2]).parse()
    metrics = [
        one
        for one in store.metrics(scope)
        if one.namespace == namespace
        and sorted(name for name, _ in one.dimensions) == sorted(dimensions)
        and matches(one)
    ]
    lines = [Line(_label(one), read(store, scope, one, times, [called])[called]) for one in metrics]
    return tuple(sorted(lines, key=lambda line: line.label)[:MOST])


def _label(metric: Metric) -> str:
    return " ".join([*(value for _, value in metric.dimensions), metric.name])


class _Terms:
    """Parses what follows the schema."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _TOKEN.findall(text)
        if "".join(self._tokens) != re.sub(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", "", text):
            raise ValueError(f"SEARCH has terms that do not parse: {text}")

    def parse(self) -> Matches:
        """What decides whether a metric matches."""
        if not self._tokens:
            return lambda _: True
        matches = self._any()
        if self._tokens:
            raise ValueError(f"SEARCH has terms that do not parse: {self._text}")
        return matches

    def _any(self) -> Matches:
        options = [self._all()]
        while self._tokens[:1] == ["OR"]:
            self._tokens.pop(0)
            options.append(self._all())
        return lambda metric: any(matches(metric) for matches in options)

    def _all(self) -> Matches:
        terms = [self._one(None)]
        while self._tokens and self._tokens[0] not in {"OR", ")"}:
            if self._tokens[0] == "AND":
                self._tokens.pop(0)
            terms.append(self._one(None))
        return lambda metric: all(matches(metric) for matches in terms)

    def _one(self, name: str | None) -> Matches:
        token = self._next()
        if token == "NOT":  # noqa: S105 - a word of the syntax
            refused = self._one(name)
            return lambda metric: not refused(metric)
        if token == "(":  # noqa: S105 - a bracket
            return self._bracket(name)
        if self._tokens[:1] == ["="]:
            self._tokens.pop(0)
            return self._one(_unquoted(token))
        return _term(name, token)

    def _bracket(self, name: str | None) -> Matches:
        """`(...)`, whose terms are about one property if a name precedes it."""
        if name is None:
            matches = self._any()
        else:
            options = [self._one(name)]
            while self._tokens[:1] == ["OR"]:
                self._tokens.pop(0)
                options.append(self._one(name))
            matches = _or(options)
        if self._next() != ")":
            raise ValueError(f"SEARCH lacks a bracket: {self._text}")
        return matches

    def _next(self) -> str:
        if not self._tokens:
            raise ValueError(f"SEARCH ends too early: {self._text}")
        token: str = self._tokens.pop(0)
        return token


def _or(options: list[Matches]) -> Matches:
    return lambda metric: any(matches(metric) for matches in options)


def _term(name: str | None, token: str) -> Matches:
    wanted = _unquoted(token)

    def matches(metric: Metric) -> bool:
        texts = _texts(metric, name)
        if token.startswith('"'):
            return wanted in texts
        words = set(_words(wanted))
        return any(words <= set(_words(text)) for text in texts)

    return matches


def _texts(metric: Metric, name: str | None) -> list[str]:
    """What a term may be about: one property, or all names and values."""
    if name == "MetricName":
        return [metric.name]
    if name is not None:
        return [value for known, value in metric.dimensions if known == name]
    return [metric.name, *(text for pair in metric.dimensions for text in pair)]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _unquoted(token: str) -> str:
    return token.strip('"')
