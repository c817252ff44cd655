"""Property selectors of JSON patterns: `$.users[0].email`, `$.tags[*]`, `$.['cluster.name']`."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lockgate.local.streams.patterns.errors import FilterPatternError

Select = Callable[[Any], list[Any]]
_STEP = re.compile(r"\.\['(?P<quoted>[^']*)'\]|\.(?P<name>[\w-]+|\*)|\[(?P<index>\d+|\*)\]")
_ANY = "*"


def selector(text: str) -> Select:
    """The values that a selector points to: none, one, or with a wildcard several.

    Raises:
        FilterPatternError: it has more than one wildcard.
    """
    steps = list(_steps(text))
    if steps.count(_ANY) > 1:
        raise FilterPatternError(f"'{text}' has more than one wildcard")

    def select(document: Any) -> list[Any]:
        found = [document]
        for step in steps:
            found = [value for one in found for value in _members(one, step)]
        return found

    return select


def wildcards(text: str) -> int:
    """How many wildcards a selector has."""
    return list(_steps(text)).count(_ANY)


def _steps(text: str) -> Iterator[str | int | tuple[str]]:
    """Names, indices and wildcards; a name in quotes is a tuple, so that `*` there is a name."""
    for match in _STEP.finditer(text):
        if match["quoted"] is not None:
            yield (match["quoted"],)
        elif match["index"] not in {None, _ANY}:
            yield int(match["index"])
        else:
            yield match["name"] or _ANY


def _members(value: Any, step: str | int | tuple[str]) -> list[Any]:
    if isinstance(value, list):
        if step == _ANY:
            return value
        return [value[step]] if isinstance(step, int) and step < len(value) else []
    if not isinstance(value, dict):
        return []
    if step == _ANY:
        return list(value.values())
    name = step[0] if isinstance(step, tuple) else step
    return [value[name]] if name in value else []
