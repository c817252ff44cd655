"""Rules for what is taken out of captures: patterns that work, and fit."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from infra.config.backtracking import may_take_for_ever
from infra.config.endpoints.capture import PATTERN_NAMES, Redact
from infra.config.redactions import MAX_BYTES, as_variable, redactions_of
from infra.config.rules.subjects import EndpointSubject, EnvironmentSubject
from infra.config.rules.table import Breach, Rule, breach

WHERE = ("capture", "redact")
WORD = re.compile("[A-Za-z_-]+")
"""What a name looks like, and few expressions."""


def nothing_redacted(subject: EndpointSubject) -> list[Breach]:
    """Redaction that takes nothing out."""
    redact = _redact(subject)
    return [breach(*WHERE)] if redact and not (redact.patterns or redact.drop_keys) else []


def name_unknown(subject: EndpointSubject) -> Iterator[Breach]:
    """Words that are almost the name of a pattern."""
    for path, pattern in _patterns(subject):
        close = get_close_matches(pattern.lower().replace("-", "_"), PATTERN_NAMES, n=1, cutoff=0.7)
        if WORD.fullmatch(pattern) and close and pattern not in PATTERN_NAMES:
            yield breach(*path, value=pattern, name=close[0])


def pattern_broken(subject: EndpointSubject) -> Iterator[Breach]:
    """Patterns that are no regular expression."""
    for path, pattern in _patterns(subject):
        try:
            re.compile(pattern)
        except re.error as error:
            place = "" if error.pos is None else f" at character {error.pos + 1}"
            yield breach(*path, value=pattern, reason=f"{error.msg}{place}")


def pattern_empty(subject: EndpointSubject) -> Iterator[Breach]:
    """Patterns that match nothing between any two characters."""
    for path, pattern in _patterns(subject):
        if pattern not in PATTERN_NAMES and _matches_nothing(pattern):
            yield breach(*path, value=pattern)


def pattern_slow(subject: EndpointSubject) -> Iterator[Breach]:
    """Patterns that may take for ever."""
    for path, pattern in _patterns(subject):
        if may_take_for_ever(pattern):
            yield breach(*path, value=pattern)


def key_empty(subject: EndpointSubject) -> Iterator[Breach]:
    """Keys without a letter."""
    redact = _redact(subject)
    for index, key in enumerate(redact.drop_keys if redact else ()):
        if not key.strip():
            yield breach(*WHERE, "drop_keys", str(index), value=key)


def too_long(subject: EnvironmentSubject) -> list[Breach]:
    """More than the capture function can be told."""
    found = redactions_of(subject.name, subject.environment)
    size = len(as_variable(found).encode())
    if size <= MAX_BYTES:
        return []
    longest = max(found, key=lambda name: len(as_variable({name: found[name]})))
    endpoint = longest.removeprefix(f"{subject.name}-")
    return [breach("endpoints", endpoint, *WHERE, value=size, limit=MAX_BYTES)]


def _redact(subject: EndpointSubject) -> Redact | None:
    capture = subject.hosting.capture if subject.hosting else None
    return capture.redact if capture else None


def _patterns(subject: EndpointSubject) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each pattern, and the path below the endpoint at which it is written."""
    redact = _redact(subject)
    for index, pattern in enumerate(redact.patterns if redact else ()):
        yield (*WHERE, "patterns", str(index)), pattern


def _matches_nothing(pattern: str) -> bool:
    try:
        return re.search(pattern, "") is not None
    except re.error:
        return False  # Another rule says so.


ENDPOINT_REDACTIONS: list[Rule[EndpointSubject]] = [
    Rule(
        "REDACT",
        nothing_redacted,
        "nothing is taken out",
        "add patterns or drop_keys, or remove redact",
    ),
    Rule(
        "REDACT",
        name_unknown,
        "{value!r} is not the name of a pattern",
        "write {name}, or (?:{value}) if you mean the word itself",
    ),
    Rule(
        "REDACT",
        pattern_broken,
        "{value!r} is not a regular expression: {reason}",
        "correct it; in YAML, single quotes keep backslashes as they are",
    ),
    Rule(
        "REDACT",
        pattern_empty,
        "{value!r} also matches where there is no text, and would be put between all characters",
        "let it match at least one character, as + does in place of *",
    ),
    Rule(
        "REDACT",
        pattern_slow,
        "{value!r} repeats what itself repeats: some texts may take it for ever, and their "
        "captures would stay as they are",
        "repeat once, or make the inner one possessive, as in a++",
        "warn",
    ),
    Rule("REDACT", key_empty, "{value!r} is not a key", "name the key, or remove it"),
]
ENVIRONMENT_REDACTIONS: list[Rule[EnvironmentSubject]] = [
    Rule(
        "REDACT",
        too_long,
        "what the environment's endpoints redact takes {value} bytes of the capture function's "
        "variables, which have room for {limit}",
        "shorten it; most of it is here",
    ),
]
