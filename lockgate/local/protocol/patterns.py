"""Regular expressions of AWS service models, which are Java's, as Python's."""

import re
from functools import cache

_IN_CLASS = {
    r"\p{ASCII}": r"\x00-\x7f",
    r"\p{Print}": r"\x20-\x7e",
    r"\p{L}": r"\w",
    r"\p{Z}": r"\s",
    r"\p{N}": r"\d",
    r"\uD800\uDC00-\uDBFF\uDFFF": r"\U00010000-\U0010FFFF",
}


def _is_in_class(pattern: str, position: int) -> bool:
    """Whether the position lies between the brackets of a character class."""
    return pattern.rfind("[", 0, position) > pattern.rfind("]", 0, position)


def _to_python(pattern: str) -> str:
    for java, python in _IN_CLASS.items():
        while (position := pattern.find(java)) >= 0:
            text = python if _is_in_class(pattern, position) else f"[{python}]"
            pattern = pattern[:position] + text + pattern[position + len(java) :]
    return pattern.replace(r"\z", r"\Z")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a service model, compiled; AWS matches it against the whole value."""
    return re.compile(_to_python(pattern))
