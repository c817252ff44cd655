"""The tokens of JSON and space-delimited patterns."""

import re
from dataclasses import dataclass

from lockgate.local.streams.patterns.errors import FilterPatternError, invalid_character

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<regex>%[^%]*%)
    | (?P<selector>\$(?:\.(?:[\w-]+|\*|\['[^']*'\])|\[(?:\d+|\*)\])+)
    | (?P<operator><=|>=|!=|=!|=|<|>)
    | (?P<sign>&&|\|\||\(|\))
    | (?P<word>[\w.*+:/-]+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One token."""

    kind: str
    """string, regex, selector, operator, sign or word."""
    text: str


class Tokens:
    """The tokens of a pattern, read from left to right."""

    def __init__(self, pattern: str) -> None:
        """Raise FilterPatternError where no token can begin."""
        self._tokens: list[Token] = []
        self._position = 0
        start, end = 0, len(pattern.rstrip())
        while start < end:
            match = _TOKEN.match(pattern, start)
            if match is None or match.lastgroup is None:
                raise invalid_character(pattern[start:].lstrip()[0])
            self._tokens.append(Token(match.lastgroup, match[match.lastgroup]))
            start = match.end()

    def peek(self) -> Token | None:
        """The next token; None at the end."""
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def accept(self, *texts: str) -> bool:
        """Whether the next tokens are these words or signs; if so, they are read."""
        following = self._tokens[self._position : self._position + len(texts)]
        if [token.text.upper() for token in following] != list(texts):
            return False
        self._position += len(texts)
        return True

    def take(self, kinds: set[str], what: str) -> Token:
        """Read one token of these kinds; raises FilterPatternError if another one follows."""
        token = self.peek()
        if token is None:
            raise FilterPatternError(f"The pattern ends where {what} must follow")
        if token.kind not in kinds:
            raise FilterPatternError(f"'{token.text}' stands where {what} must be")
        self._position += 1
        return token

    def texts(self, kind: str) -> list[str]:
        """All tokens of a kind."""
        return [token.text for token in self._tokens if token.kind == kind]

    def count(self, kind: str) -> int:
        """How many tokens are of a kind."""
        return len(self.texts(kind))
