"""Regular expressions that may take for ever: a repetition of something that itself repeats.

Python's `re` tries every way to share a text out among both, which doubles with each character:
`(a+)+b` takes hours for forty times `a`. Source: https://owasp.org/www-community/attacks/ReDoS
"""

import re
from collections.abc import Iterator
from typing import Any

MANY = 16
"""Repetitions from which on one counts as endless."""
GIVES_BACK = ("MAX_REPEAT", "MIN_REPEAT")
"""Repetitions that try other lengths; possessive ones, as in `a++`, do not."""


def may_take_for_ever(pattern: str) -> bool:
    """Whether a repetition of many has another one inside; False for what is no expression.

    Some of these are harmless, as `(a+,)+`, where the comma leaves one way to share.
    """
    try:
        # The tree that `re` itself compiles; only its own module tells it.
        tree = re._parser.parse(pattern)  # type: ignore[attr-defined]
    except re.error:
        return False
    return any(_has_repeat(inner) for inner in _repeats(tree))


def _has_repeat(tree: Any) -> bool:
    return next(_repeats(tree), None) is not None


def _repeats(tree: Any) -> Iterator[Any]:
    """What each repetition of many repeats, at any depth."""
    for operation, argument in tree:
        if str(operation) in GIVES_BACK and argument[1] >= MANY:
            yield argument[2]
        for inner in _parts(argument):
            yield from _repeats(inner)


def _parts(argument: Any) -> Iterator[Any]:
    """The expressions within an operation's argument."""
    if isinstance(argument, re._parser.SubPattern):  # type: ignore[attr-defined]
        yield argument
    elif isinstance(argument, (tuple, list)):
        for one in argument:
            yield from _parts(one)
