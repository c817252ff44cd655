"""Patterns of space-delimited log events: `[ip, ..., status = 4* && status != 404, bytes]`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lockgate.local.streams.patterns.comparisons import comparison
from lockgate.local.streams.patterns.errors import FilterPatternError
from lockgate.local.streams.patterns.expressions import expression
from lockgate.local.streams.patterns.regular import MOST
from lockgate.local.streams.patterns.tokens import Tokens

Field = Callable[[str], bool]
_COMMA = re.compile(r',(?=(?:[^"%]|"(?:[^"\\]|\\.)*"|%[^%]*%)*$)')
"""A comma outside of quotation marks and regular expressions."""
_WORD = re.compile(r'\[([^\]]*)\]|"((?:[^"\\]|\\.)*)"|(\S+)')
_ELLIPSIS = "..."


@dataclass(frozen=True)
class _Fields:
    first: Sequence[Field]
    last: Sequence[Field] | None
    """Those behind an ellipsis; None without one."""

    def match(self, words: Sequence[str]) -> bool:
        """Whether there is a word for each field, and meets its condition."""
        if self.last is None:
            return len(words) >= len(self.first) and _all(self.first, self._cut(words))
        if len(words) < len(self.first) + len(self.last):
            return False
        behind = words[len(words) - len(self.last) :]
        return _all(self.first, words[: len(self.first)]) and _all(self.last, behind)

    def _cut(self, words: Sequence[str]) -> Sequence[str]:
        """As many words as fields: the last field has all that are left."""
        cut = len(self.first) - 1
        return [*words[:cut], " ".join(words[cut:])]


def space_delimited(pattern: str) -> Callable[[str], bool]:
    """Match events by their fields; `pattern` is what the brackets enclose.

    What stands in brackets or double quotation marks is one field. `...` stands for any number
    of fields, also none; without it the last field has all that is left, as the page's examples
    `[w1=ERROR, w2]` need it.

    Raises:
        FilterPatternError: AWS would not take the pattern.
    """
    texts = [text.strip() for text in _COMMA.split(pattern)]
    places = [place for place, text in enumerate(texts) if text == _ELLIPSIS]
    if len(places) > 1:
        raise FilterPatternError("The pattern has more than one ellipsis (...)")
    if sum(Tokens(text).count("regex") for text in texts if text != _ELLIPSIS) > MOST:
        raise FilterPatternError(f"The pattern has more than {MOST} regular expressions")
    cut = places[0] if places else len(texts)
    last = [_field(text) for text in texts[cut + 1 :]] if places else None
    fields = _Fields([_field(text) for text in texts[:cut]], last)
    return lambda message: fields.match(_words(message))


def _field(text: str) -> Field:
    """A name alone stands for any value; conditions are on that name."""
    tokens = Tokens(text)
    if tokens.peek() is None:
        return lambda _word: True
    name = tokens.take({"word"}, "a field's name").text
    if tokens.peek() is None:
        return lambda _word: True

    def condition(following: Tokens) -> Field:
        used = following.take({"word"}, "a field's name").text
        if used != name:
            raise FilterPatternError(f"The field '{name}' has a condition on '{used}'")
        return comparison(following)

    return expression(Tokens(text), condition)


def _words(message: str) -> list[str]:
    return [next(filter(None, groups), "") for groups in _WORD.findall(message)]


def _all(fields: Sequence[Field], words: Sequence[str]) -> bool:
    return all(field(word) for field, word in zip(fields, words, strict=True))
