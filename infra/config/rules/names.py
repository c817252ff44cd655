"""Rules for the names of endpoints."""

import re
from collections.abc import Iterator

from infra.config.rules.subjects import EndpointSubject, EnvironmentSubject
from infra.config.rules.table import Breach, Rule, breach

PATTERN = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*")
MAX_CHARACTERS = 63
SHARED_STACKS = ("data", "images", "network", "observability")
"""Stacks of every environment; an endpoint's stack is named as the endpoint."""


def too_long(subject: EndpointSubject) -> list[Breach]:
    """Endpoint names over 63 characters."""
    name = subject.endpoint_name
    return [breach(name=name, length=len(name))] if len(name) > MAX_CHARACTERS else []


def malformed(subject: EndpointSubject) -> list[Breach]:
    """Endpoint names with something else than letters, digits and inner hyphens."""
    name = subject.endpoint_name
    return [] if PATTERN.fullmatch(name) else [breach(name=name)]


def shared(subject: EndpointSubject) -> list[Breach]:
    """Endpoints named as a stack that the environment has anyway."""
    name = subject.name
    return [breach(name=name)] if name.casefold() in SHARED_STACKS else []


def taken(subject: EndpointSubject) -> Iterator[Breach]:
    """Endpoint names that an earlier endpoint of the same account and region already has."""
    home = (subject.environment.account, subject.environment.region)
    for name, environment in subject.project.environments.items():
        if (environment.account, environment.region) != home:
            continue
        for other in EnvironmentSubject(subject.project, name).endpoints():
            if (name, other.name) >= (subject.parent.name, subject.name):
                continue
            if other.endpoint_name.casefold() == subject.endpoint_name.casefold():
                place = other.document.position(other.path)
                yield breach(name=subject.endpoint_name, other=f"{place.file}:{place.line}")


NAMES: list[Rule[EndpointSubject]] = [
    Rule(
        "SM-NAME-01",
        too_long,
        "the endpoint would be called {name!r}: {length} characters, and 63 are allowed",
        "shorten the name of the endpoint or of the environment's file",
    ),
    Rule(
        "SM-NAME-01",
        malformed,
        "the endpoint would be called {name!r}; only letters, digits and hyphens between them "
        "are allowed",
        "rename the endpoint or the environment's file",
    ),
    Rule(
        "STACK",
        shared,
        "{name!r} is the name of a stack that every environment has",
        "rename the endpoint",
    ),
    Rule(
        "SM-NAME-01",
        taken,
        "the endpoint would be called {name!r} like the one at {other}, in the same account and "
        "region (upper and lower case count as equal)",
        "rename one of them",
    ),
]
