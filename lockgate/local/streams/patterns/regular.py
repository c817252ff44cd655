"""Regular expressions between percent signs: `%AUTH.+%`.

Which characters they may have is in the section "Supported regular expressions" of the page; a
character of more than one byte, parentheses and spaces are not among them.
"""

import re
from collections.abc import Callable

from lockgate.local.streams.patterns.errors import FilterPatternError, invalid_character

MOST = 2
"""Regular expressions in one JSON or space-delimited pattern."""
_UNSUPPORTED = re.compile(r"[^A-Za-z0-9:_#=@/;,\-^$?\[\]{}|\\*+.]")


def expression(text: str) -> Callable[[str], bool]:
    """Whether a text contains what the expression describes; `text` is what the signs enclose.

    Raises:
        FilterPatternError: it has a character that AWS does not support, or is none.
    """
    if found := _UNSUPPORTED.search(text):
        raise invalid_character(found.group())
    try:
        compiled = re.compile(text)
    except re.error as error:
        raise FilterPatternError(f"Invalid regular expression %{text}%: {error}") from error
    return lambda value: compiled.search(value) is not None
