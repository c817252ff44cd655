"""What an endpoint's captures must not keep, and how it is taken out of texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, Self

from .patterns import Finder, Span, finder

REPLACEMENT = "[REDACTED]"
SHORT = 64
"""Characters up to which a text is remembered."""


@dataclass(frozen=True)
class Redactor:
    """Patterns to replace, and keys of JSON to drop."""

    finders: tuple[Finder, ...] = ()
    drop_keys: frozenset[str] = frozenset()

    @classmethod
    def of(cls, configured: Mapping[str, Any]) -> Self:
        """Read a configuration: `{"patterns": [...], "drop_keys": [...]}`.

        Raises:
            ValueError: a pattern is none, or there is a member that is not known.
        """
        if unknown := set(configured) - {"patterns", "drop_keys"}:
            raise ValueError(f"{sorted(unknown)} is not known; write patterns and drop_keys")
        patterns = tuple(finder(pattern) for pattern in configured.get("patterns", ()))
        return cls(patterns, frozenset(configured.get("drop_keys", ())))

    def text(self, text: str) -> str:
        """A text without what the patterns find."""
        return _short(self, text) if len(text) <= SHORT else self.pieces([text])[0]

    def pieces(self, pieces: Sequence[str]) -> list[str]:
        """A text that came in pieces: what is found may begin in one and end in another.

        The replacement stands where the find began; every piece keeps its place.
        """
        spans = _merged(span for find in self.finders for span in find("".join(pieces)))
        if not spans:
            return list(pieces)
        borders = pairwise(accumulate(map(len, pieces), initial=0))
        return [_cut(piece, *border, spans) for piece, border in zip(pieces, borders, strict=True)]


@lru_cache(maxsize=4096)
def _short(redactor: Redactor, text: str) -> str:
    """Keys, ids and the like, which are the same in each event of a stream."""
    return redactor.pieces([text])[0]


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, of which none overlaps another."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(piece: str, begin: int, end: int, spans: Sequence[Span]) -> str:
    """What is left of the piece that stands from `begin` to `end` of the whole text."""
    kept, at = [], begin
    for start, stop in spans:
        if stop <= begin or start >= end:
            continue
        kept.append(piece[at - begin : max(start, at) - begin])
        if start >= begin:
            kept.append(REPLACEMENT)
        at = min(stop, end)
    kept.append(piece[at - begin :])
    return "".join(kept)
