"""Where a text has what is to be taken out: patterns with names, and regular expressions.

Patterns with names find too much rather than too little. All are linear in the length of a text,
which may be megabytes without a space.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator

from .cards import find_cards

Span = tuple[int, int]
Finder = Callable[[str], Iterator[Span]]

EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]++@(?:[\w-]++\.)+[\w-]{2,}+")
PHONE = re.compile(
    # International, as E.164 and with the usual separators: +49 (0)151 234-5678.
    r"(?<![\w.])(?:\+|00)[1-9](?:[ ().\-/\u00a0]{0,2}\d){6,14}(?!\d)"
    # In groups: (555) 123-4567, 0151/2345678, 555.123.4567, 030 123 4567.
    r"|(?<![\w.+-])(?:1[ .-])?\(?0?\d{2,4}\)?"
    r"(?:[ \-/\u00a0]{1,2}\d{3,4}[ \-\u00a0]?\d{3,5}|\.\d{3,4}\.\d{3,4})(?![.-]?\d)"
    # In one: with a trunk prefix, or ten digits as in North America.
    r"|(?<![\w.+-])(?:0\d{9,10}|1?[2-9]\d{2}[2-9]\d{6})(?!\d)"
)
ADDRESS = re.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)"
    r"|(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"
    r"(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?![\w:]|\.\d)"
)


def matches(pattern: re.Pattern[str]) -> Finder:
    """All that a regular expression finds, but empty matches."""
    return lambda text: (m.span() for m in pattern.finditer(text) if m.end() > m.start())


def _find_addresses(text: str) -> Iterator[Span]:
    """Addresses of IPv4 and IPv6 that are valid; so no time of day."""
    for found in ADDRESS.finditer(text):
        if _is_address(found.group()):
            yield found.span()


def _is_address(text: str) -> bool:
    # "::" alone is an address, but most often stands between the names of a program.
    try:
        return text != "::" and bool(ipaddress.ip_address(text))
    except ValueError:
        return False


NAMED: dict[str, Finder] = {
    "email": matches(EMAIL),
    "phone": matches(PHONE),
    "credit_card": find_cards,
    "ip_address": _find_addresses,
}
"""Patterns that a configuration may name: `infra/config/endpoints/capture.py`."""


def finder(pattern: str) -> Finder:
    """The pattern of this name, else the regular expression.

    Raises:
        ValueError: it is neither.
    """
    if pattern in NAMED:
        return NAMED[pattern]
    try:
        return matches(re.compile(pattern))
    except re.error as error:
        raise ValueError(
            f"pattern {pattern!r} is no regular expression: {error};"
            f" write one, or a name: {', '.join(NAMED)}"
        ) from error
