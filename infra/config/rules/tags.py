"""Rules for the tags of resources."""

import re
from collections.abc import Iterator, Mapping

from infra.config.documents import KeyPath
from infra.config.naming import ENDPOINT_TAG, ENVIRONMENT_TAG, MODEL_TAG
from infra.config.rules.subjects import EndpointSubject, EnvironmentSubject
from infra.config.rules.table import Breach, Rule, breach

MAX_TAGS = 50
OWN_TAGS = len((ENVIRONMENT_TAG, ENDPOINT_TAG, MODEL_TAG))
TEXT = re.compile(r"[\w\s.:/=+\-@]*")
RESERVED = ("aws:", "lockgate:")


def too_many(subject: EndpointSubject) -> list[Breach]:
    """Tags of environment and endpoint together, with Lockgate's own, over 50."""
    count = len({**subject.environment.tags, **subject.endpoint.tags}) + OWN_TAGS
    return [breach("tags", count=count, own=OWN_TAGS)] if count > MAX_TAGS else []


def malformed(subject: EnvironmentSubject) -> Iterator[Breach]:
    """Tags that AWS refuses: of the environment and of its endpoints."""
    yield from _malformed(subject.environment.tags, ("tags",))
    for endpoint in subject.endpoints():
        yield from _malformed(endpoint.endpoint.tags, (*endpoint.path, "tags"))


def _malformed(tags: Mapping[str, str], path: KeyPath) -> Iterator[Breach]:
    for key, value in tags.items():
        if not 1 <= len(key) <= 128 or not TEXT.fullmatch(key):
            yield breach(*path, key, what=f"the key {key!r}", limit="1 to 128 characters")
        # CloudFormation's schema of some types, such as alarms, has no empty values.
        if not 1 <= len(value) <= 256 or not TEXT.fullmatch(value):
            yield breach(*path, key, what=f"the value {value!r}", limit="1 to 256 characters")


def reserved(subject: EnvironmentSubject) -> Iterator[Breach]:
    """Tags whose keys belong to AWS or to Lockgate."""
    places: list[tuple[KeyPath, Mapping[str, str]]] = [((), subject.environment.tags)]
    places += [(endpoint.path, endpoint.endpoint.tags) for endpoint in subject.endpoints()]
    for path, tags in places:
        for key in tags:
            if key.lower().startswith(RESERVED):
                yield breach(*path, "tags", key, key=key, prefix=key.split(":")[0])


def clashing(subject: EndpointSubject) -> Iterator[Breach]:
    """Keys that differ in case only, of environment and endpoint together: IAM roles take one.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    """
    seen: dict[str, str] = {}
    for key in {**subject.environment.tags, **subject.endpoint.tags}:
        first = seen.setdefault(key.casefold(), key)
        if first != key:
            yield breach("tags", key, key=key, first=first)


ENDPOINT_TAGS: list[Rule[EndpointSubject]] = [
    Rule(
        "SM-TAG-01",
        too_many,
        "{count} tags, {own} of them Lockgate's own, are more than the 50 of a resource",
        "remove some here or from the environment",
    ),
    Rule(
        "TAG",
        clashing,
        "{key!r} differs from {first!r} in case only, and an IAM role takes one of them",
        "write both alike",
    ),
]
ENVIRONMENT_TAGS: list[Rule[EnvironmentSubject]] = [
    Rule(
        "TAG",
        malformed,
        "{what} is not {limit} of letters, digits, spaces and _ . : / = + - @",
        "rewrite it",
    ),
    Rule("TAG", reserved, "{key!r} begins with the reserved {prefix}:", "rename it"),
]
