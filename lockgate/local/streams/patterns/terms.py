"""Patterns of terms, for log events of any form: `ERROR -Exiting "out of memory"`."""

import re
from collections.abc import Callable, Iterator

from lockgate.local.streams.patterns.errors import FilterPatternError, invalid_character

Matcher = Callable[[str], bool]
_TERM = re.compile(r'\s*([?-]?)\s*(?:"((?:[^"\\]|\\.)*)"|(\w+))')


def terms(pattern: str) -> Matcher:
    """All terms must be there, no `-term` may be; of `?term`s alone, one must be.

    With other terms beside them those with a question mark are ignored, as the page says. Case
    counts; a term is found inside words, too.

    Raises:
        FilterPatternError: a term has other characters than letters, digits and underscores, and
            no quotes.
    """
    found = list(_terms(pattern))
    wanted = [term for sign, term in found if sign == ""]
    unwanted = [term for sign, term in found if sign == "-"]
    choice = [term for sign, term in found if sign == "?"]
    if choice and not wanted and not unwanted:
        return lambda text: any(term in text for term in choice)
    return lambda text: (
        all(term in text for term in wanted) and not any(term in text for term in unwanted)
    )


def _terms(pattern: str) -> Iterator[tuple[str, str]]:
    """Each sign and its term."""
    position, end = 0, len(pattern.rstrip())
    while position < end:
        match = _TERM.match(pattern, position)
        following = pattern[match.end() : match.end() + 1] if match else ""
        if match is None:
            raise _refused(pattern[position:].lstrip())
        if following and not following.isspace() and following != '"':
            raise _refused(following)
        sign, quoted, word = match.groups()
        yield sign, word if quoted is None else _everything(unescaped(quoted))
        position = match.end()


def _everything(quoted: str) -> str:
    """A quoted blank stands for every event: `" "`."""
    return quoted if quoted.strip() else ""


def _refused(rest: str) -> FilterPatternError:
    if rest[:1] == '"':
        return FilterPatternError("A term has no closing double quotation mark")
    return invalid_character(rest.lstrip("?-")[:1] or rest[:1])


def unescaped(quoted: str) -> str:
    """What stands between quotation marks, without the backslashes before `"` and `\\`."""
    return re.sub(r'\\(["\\])', r"\1", quoted)
