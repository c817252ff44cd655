"""Suggestions for names that do not exist."""

from collections.abc import Collection
from difflib import get_close_matches


def nearest(name: str, known: Collection[str]) -> str:
    """A hint that follows an unknown name: the known one most like it, or all when few.

    Returns text such as `did you mean 'instance'?` or `known are: a, b`.
    """
    if close := get_close_matches(name, known, n=1, cutoff=0.6):
        return f"did you mean {close[0]!r}?"
    if not known:
        return "none exists yet"
    listed = sorted(known)
    more = f" and {len(listed) - 12} more" if len(listed) > 12 else ""
    return f"known are: {', '.join(listed[:12])}{more}"
