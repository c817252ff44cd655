"""Rules for the environment variables of containers."""

import re
from collections.abc import Iterator

from infra.config.rules.subjects import EndpointSubject, ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach

MAX_ENTRIES = 100
MAX_CHARACTERS = 1024
MAX_BYTES = 32 * 1024
OWN_ENTRIES = 10
"""Room for the variables that tell the container which model to serve."""
KEY = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


def too_many(subject: EndpointSubject) -> list[Breach]:
    """More variables than a container may have, the release's and Lockgate's included."""
    count = len(_variables(subject)) + OWN_ENTRIES
    return [breach("environment", count=count, own=OWN_ENTRIES)] if count > MAX_ENTRIES else []


def too_large(subject: EndpointSubject) -> list[Breach]:
    """More text than a container's variables may have together."""
    entries = _variables(subject).items()
    size = sum(len(key.encode()) + len(value.encode()) for key, value in entries)
    return [breach("environment", size=size)] if size > MAX_BYTES else []


def too_long(subject: EndpointSubject | ReleaseSubject) -> Iterator[Breach]:
    """Single names or values over 1024 characters."""
    for key, value in _own(subject).items():
        for what, text in (("the name", key), ("the value", value)):
            if len(text) > MAX_CHARACTERS:
                yield breach("environment", key, what=what, length=len(text))


def malformed(subject: EndpointSubject | ReleaseSubject) -> Iterator[Breach]:
    """Names that are not letters, digits and underscores."""
    for key in _own(subject):
        if not KEY.fullmatch(key):
            yield breach("environment", key, key=key)


def _own(subject: EndpointSubject | ReleaseSubject) -> dict[str, str]:
    if isinstance(subject, ReleaseSubject):
        return subject.release.environment
    return subject.endpoint.environment


def _variables(subject: EndpointSubject) -> dict[str, str]:
    inherited = subject.release.environment if subject.release else {}
    return {**inherited, **subject.endpoint.environment}


_TOO_LONG = ("{what} has {length} characters, and 1024 are allowed", "shorten it")
_MALFORMED = (
    "{key!r} is not a variable's name: letters, digits and underscores, no digit first",
    "rename it",
)
ENDPOINT_VARIABLES: list[Rule[EndpointSubject]] = [
    Rule(
        "SM-ENV-01",
        too_many,
        "{count} variables, the release's and {own} of Lockgate's included, are more than the "
        "100 of a container",
        "remove some",
    ),
    Rule(
        "SM-ENV-01",
        too_large,
        "the variables have {size} bytes together, the release's included, and 32768 are allowed",
        "move the long ones into the model's files",
    ),
    Rule("SM-ENV-01", too_long, *_TOO_LONG),
    Rule("SM-ENV-01", malformed, *_MALFORMED),
]
RELEASE_VARIABLES: list[Rule[ReleaseSubject]] = [
    Rule("SM-ENV-01", too_long, *_TOO_LONG),
    Rule("SM-ENV-01", malformed, *_MALFORMED),
]
