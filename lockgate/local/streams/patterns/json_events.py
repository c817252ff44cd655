"""Patterns of JSON log events: `{ $.status >= 500 && $.model = "qwen*" }`."""

import json
from collections.abc import Callable
from typing import Any

from lockgate.local.streams.patterns.comparisons import comparison
from lockgate.local.streams.patterns.errors import FilterPatternError
from lockgate.local.streams.patterns.expressions import expression
from lockgate.local.streams.patterns.regular import MOST
from lockgate.local.streams.patterns.selectors import Select, selector, wildcards
from lockgate.local.streams.patterns.tokens import Tokens

_WILDCARDS = 3
"""Most in one pattern."""
_CONSTANTS: dict[str, Any] = {"NULL": None, "TRUE": True, "FALSE": False}
Document = Any
_missing = object()


def json_events(pattern: str) -> Callable[[str], bool]:
    """Match events that are JSON objects; `pattern` is what the braces enclose.

    A selector that leads nowhere, or to an object, an array, a boolean or null, compares with
    nothing: both `=` and `!=` are false then. `IS NULL`, `IS TRUE`, `IS FALSE` and `NOT EXISTS`
    are there for these.

    Raises:
        FilterPatternError: AWS would not take the pattern.
    """
    tokens = Tokens(pattern)
    if tokens.count("regex") > MOST:
        raise FilterPatternError(f"The pattern has more than {MOST} regular expressions")
    if sum(wildcards(text) for text in tokens.texts("selector")) > _WILDCARDS:
        raise FilterPatternError(f"The pattern has more than {_WILDCARDS} wildcard selectors")
    holds = expression(tokens, _condition)

    def matches(message: str) -> bool:
        document = _document(message)
        return document is not _missing and holds(document)

    return matches


def _document(message: str) -> Document:
    if not message.lstrip().startswith("{"):
        return _missing
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return _missing


def _condition(tokens: Tokens) -> Callable[[Document], bool]:
    select = selector(tokens.take({"selector"}, "a property selector such as $.name").text)
    if tokens.accept("NOT", "EXISTS"):
        return lambda document: not select(document)
    if tokens.accept("IS"):
        return _is(tokens, select)
    compare = comparison(tokens)
    return lambda document: any(compare(value) for value in select(document) if _is_value(value))


def _is(tokens: Tokens, select: Select) -> Callable[[Document], bool]:
    word = tokens.take({"word"}, "NULL, TRUE or FALSE").text
    if word.upper() not in _CONSTANTS:
        raise FilterPatternError(f"'IS {word}' is not supported; NULL, TRUE and FALSE are")
    wanted = _CONSTANTS[word.upper()]
    return lambda document: any(value is wanted for value in select(document))


def _is_value(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)
