"""Words of an instruction: quotes, and variables such as `$NAME` and `${NAME:-default}`."""

import re
from collections.abc import Mapping

_QUOTED = r"""'[^']*'|"(?:\\.|[^"\\])*\""""
_WORD = re.compile(rf"(?:{_QUOTED}|\\.|[^\s'\"\\])+|\S")
_TOKEN = re.compile(
    r"""'(?P<single>[^']*)'
      | "(?P<double>(?:\\.|[^"\\])*)"
      | \\(?P<escaped>.)
      | \$(?P<plain>[A-Za-z_]\w*)
      | \$\{(?P<name>[A-Za-z_]\w*)(?:(?P<rule>:?[-+])(?P<word>(?:\$\{[^}]*\}|[^}])*))?\}
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


def split_words(text: str) -> list[str]:
    """Split at white space outside quotes; quotes stay."""
    return _WORD.findall(text)


def expand(text: str, variables: Mapping[str, str]) -> str:
    """Remove quotes and put in the values of variables; an unknown one is empty, as in Docker."""
    return "".join(_value(token, variables) for token in _TOKEN.finditer(text))


def _value(token: re.Match[str], variables: Mapping[str, str]) -> str:
    if token["single"] is not None:
        return token["single"]
    if token["double"] is not None:
        return _expand_double(token["double"], variables)
    if token["escaped"] is not None:
        return token["escaped"]
    if name := token["plain"] or token["name"]:
        return _variable(name, token["rule"], token["word"], variables)
    return token["other"]


def _expand_double(text: str, variables: Mapping[str, str]) -> str:
    # Between double quotes a backslash escapes only `"`, `$` and itself; single quotes are plain.
    pieces = re.split(r"""(\\["\\$]|')""", text)
    return "".join(
        piece[-1] if index % 2 else expand(piece.replace("\\", "\\\\"), variables)
        for index, piece in enumerate(pieces)
    )


def _variable(name: str, rule: str | None, word: str | None, variables: Mapping[str, str]) -> str:
    value = variables.get(name)
    if rule is None:
        return value or ""
    present = bool(value) if rule.startswith(":") else value is not None
    if rule.endswith("+"):
        return expand(word or "", variables) if present else ""
    return value or "" if present else expand(word or "", variables)
