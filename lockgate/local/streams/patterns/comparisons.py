"""Comparisons of a value with text, a number or a regular expression."""

import operator
import re
from collections.abc import Callable

from lockgate.local.streams.patterns.errors import FilterPatternError
from lockgate.local.streams.patterns.regular import expression
from lockgate.local.streams.patterns.terms import unescaped
from lockgate.local.streams.patterns.tokens import Token, Tokens

Value = str | int | float
Comparison = Callable[[Value], bool]

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def comparison(tokens: Tokens) -> Comparison:
    """Read an operator and what it compares with.

    `=` and `!=` take text, with `*` at its begin or its end for anything, a number or a regular
    expression; the other operators take numbers only.

    Raises:
        FilterPatternError: there is none.
    """
    sign = tokens.take({"operator"}, "an operator").text
    wanted = tokens.take({"string", "regex", "word"}, "a value")
    if sign in _ORDER:
        return _ordered(_ORDER[sign], wanted)
    equal = _equal(wanted)
    return equal if sign == "=" else lambda value: not equal(value)


def _ordered(compare: Callable[[float, float], bool], wanted: Token) -> Comparison:
    limit = number(wanted.text)
    if limit is None:
        raise FilterPatternError(f"'{wanted.text}' is no number; only = and != compare text")

    def holds(value: Value) -> bool:
        found = number(value)
        return found is not None and compare(found, limit)

    return holds


def _equal(wanted: Token) -> Comparison:
    if wanted.kind == "regex":
        matches = expression(wanted.text[1:-1])
        return lambda value: matches(str(value))
    text = unescaped(wanted.text[1:-1]) if wanted.kind == "string" else wanted.text
    matches = _text(text)
    exact = number(wanted.text) if wanted.kind == "word" else None
    return lambda value: matches(str(value)) or (exact is not None and number(value) == exact)


def _text(wanted: str) -> Callable[[str], bool]:
    """Equal; a `*` at the begin or the end stands for anything, elsewhere for itself."""
    starts, ends = wanted.startswith("*"), wanted.endswith("*")
    middle = wanted[starts : len(wanted) - ends] if len(wanted) > 1 else ""
    if not starts and not ends:
        return lambda value: value == wanted
    if starts and ends:
        return lambda value: middle in value
    if starts:
        return lambda value: value.endswith(middle)
    return lambda value: value.startswith(middle)


def number(value: Value) -> float | None:
    """A number, or the text of one; None for other text."""
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else None
    return value
