"""A rule for what the images of one endpoint write about their requests."""

from infra.config.endpoints import production_variants, shadow_variant
from infra.config.log_patterns import MOST_PATTERNS, OF_IMAGES, OURS
from infra.config.model_card import ManagedImage, Release
from infra.config.rules.subjects import EndpointSubject
from infra.config.rules.table import Breach, Rule, breach


def too_many_kinds(subject: EndpointSubject) -> list[Breach]:
    """More kinds of request lines than a log group has subscription filters."""
    variants = [*production_variants(subject.endpoint), shadow_variant(subject.endpoint)]
    releases = [subject.project.find(each.model) for each in variants if each]
    kinds = {pattern for each in releases if each for pattern in _patterns(each)}
    if len(kinds) <= MOST_PATTERNS:
        return []
    return [breach("variants", count=len(kinds), limit=MOST_PATTERNS)]


def _patterns(release: Release) -> tuple[str, ...]:
    """None for an image that is not known: another rule says so."""
    if isinstance(release.container, ManagedImage):
        return OF_IMAGES.get(release.container.managed, ())
    return (OURS,)


REQUEST_LINES: list[Rule[EndpointSubject]] = [
    Rule(
        "LOG-03",
        too_many_kinds,
        "the variants' images write {count} kinds of request lines, and a log group has {limit} "
        "subscription filters",
        "move one of them to an endpoint of its own",
    ),
]
