"""Any filter pattern, by its first character."""

from functools import lru_cache

from lockgate.local.streams.patterns.errors import FilterPatternError
from lockgate.local.streams.patterns.json_events import json_events
from lockgate.local.streams.patterns.regular import expression
from lockgate.local.streams.patterns.space_delimited import space_delimited
from lockgate.local.streams.patterns.terms import Matcher, terms


@lru_cache(maxsize=256)
def matcher(pattern: str) -> Matcher:
    """Whether a log event's message matches a pattern; an empty one matches all.

    Raises:
        FilterPatternError: AWS would not take the pattern.
    """
    text = pattern.strip()
    if not text:
        return lambda _message: True
    if text[0] in _ENCLOSED:
        return _enclosed(text)
    return terms(text)


_ENCLOSED = {"{": ("}", json_events), "[": ("]", space_delimited), "%": ("%", expression)}


def _enclosed(text: str) -> Matcher:
    end, parse = _ENCLOSED[text[0]]
    if len(text) < 2 or text[-1] != end:
        raise FilterPatternError(f"A pattern that begins with '{text[0]}' must end with '{end}'")
    return parse(text[1:-1])
