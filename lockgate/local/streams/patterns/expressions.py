"""Conditions joined by `&&`, `||` and parentheses; `&&` binds closer."""

from collections.abc import Callable
from typing import TypeVar

from lockgate.local.streams.patterns.errors import FilterPatternError
from lockgate.local.streams.patterns.tokens import Tokens

Subject = TypeVar("Subject")
Condition = Callable[[Subject], bool]


def expression(
    tokens: Tokens, condition: Callable[[Tokens], Condition[Subject]]
) -> Condition[Subject]:
    """Read all tokens; `condition` reads one condition.

    Raises:
        FilterPatternError: something is left over, or a parenthesis is not closed.
    """
    whole = _any(tokens, condition)
    if (left := tokens.peek()) is not None:
        raise FilterPatternError(f"'{left.text}' stands where the pattern must end")
    return whole


def _any(tokens: Tokens, condition: Callable[[Tokens], Condition[Subject]]) -> Condition[Subject]:
    parts = [_all(tokens, condition)]
    while tokens.accept("||"):
        parts.append(_all(tokens, condition))
    return parts[0] if len(parts) == 1 else lambda subject: any(part(subject) for part in parts)


def _all(tokens: Tokens, condition: Callable[[Tokens], Condition[Subject]]) -> Condition[Subject]:
    parts = [_one(tokens, condition)]
    while tokens.accept("&&"):
        parts.append(_one(tokens, condition))
    return parts[0] if len(parts) == 1 else lambda subject: all(part(subject) for part in parts)


def _one(tokens: Tokens, condition: Callable[[Tokens], Condition[Subject]]) -> Condition[Subject]:
    if not tokens.accept("("):
        return condition(tokens)
    inner = _any(tokens, condition)
    if not tokens.accept(")"):
        raise FilterPatternError("A parenthesis is not closed")
    return inner
