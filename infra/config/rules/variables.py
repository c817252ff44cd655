"""Rules for the environment variables of containers."""

import re
from collections.abc import Iterator

from infra.config.documents import KeyPath
from infra.config.endpoints.online import OnlineEndpoint
from infra.config.rules.subjects import EndpointSubject, ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

MAX_ENTRIES = 100
MAX_CHARACTERS = 1024
MAX_BYTES = 32 * 1024
OWN_ENTRIES = 10
"""Room for the variables that tell the container which model to serve."""
KEY = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
Writer = EndpointSubject | ReleaseSubject
"""Who writes variables into a file."""


def too_many(subject: VariantSubject) -> list[Breach]:
    """More variables than a container may have, the release's and Lockgate's included."""
    count = len(_variables(subject)) + OWN_ENTRIES
    path = subject.where("environment")
    return [breach(*path, count=count, own=OWN_ENTRIES)] if count > MAX_ENTRIES else []


def too_large(subject: VariantSubject) -> list[Breach]:
    """More text than a container's variables may have together."""
    entries = _variables(subject).items()
    size = sum(len(key.encode()) + len(value.encode()) for key, value in entries)
    return [breach(*subject.where("environment"), size=size)] if size > MAX_BYTES else []


def too_long(subject: Writer) -> Iterator[Breach]:
    """Single names or values over 1024 characters."""
    for path, key, value in _written(subject):
        for what, text in (("the name", key), ("the value", value)):
            if len(text) > MAX_CHARACTERS:
                yield breach(*path, key, what=what, length=len(text))


def malformed(subject: Writer) -> Iterator[Breach]:
    """Names that are not letters, digits and underscores."""
    for path, key, _ in _written(subject):
        if not KEY.fullmatch(key):
            yield breach(*path, key, key=key)


def _written(subject: Writer) -> Iterator[tuple[KeyPath, str, str]]:
    """Every variable of an endpoint and of its variants, or of a release, and where it stands."""
    for path, variables in _places(subject):
        yield from ((path, key, value) for key, value in variables.items())


def _places(subject: Writer) -> Iterator[tuple[KeyPath, dict[str, str]]]:
    if isinstance(subject, ReleaseSubject):
        yield ("environment",), subject.release.environment
        return
    endpoint = subject.endpoint
    yield ("environment",), endpoint.environment
    if not isinstance(endpoint, OnlineEndpoint):
        return
    for name, variant in endpoint.variants.items():
        yield ("variants", name, "environment"), variant.environment
    if endpoint.shadow:
        yield ("shadow", "environment"), endpoint.shadow.environment


def _variables(subject: VariantSubject) -> dict[str, str]:
    inherited = subject.release.environment if subject.release else {}
    return {**inherited, **subject.variant.environment}


_TOO_LONG = ("{what} has {length} characters, and 1024 are allowed", "shorten it")
_MALFORMED = (
    "{key!r} is not a variable's name: letters, digits and underscores, no digit first",
    "rename it",
)
VARIANT_VARIABLES: list[Rule[VariantSubject]] = [
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
]
ENDPOINT_VARIABLES: list[Rule[EndpointSubject]] = [
    Rule("SM-ENV-01", too_long, *_TOO_LONG),
    Rule("SM-ENV-01", malformed, *_MALFORMED),
]
RELEASE_VARIABLES: list[Rule[ReleaseSubject]] = [
    Rule("SM-ENV-01", too_long, *_TOO_LONG),
    Rule("SM-ENV-01", malformed, *_MALFORMED),
]
