"""Rules for the variables of our containers: one that none of them reads does nothing."""

from collections.abc import Iterator, Mapping

from infra.config.nearest import nearest
from infra.config.own_variables import KNOWN, PREFIX
from infra.config.rules.subjects import ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject


def unknown_in_release(subject: ReleaseSubject) -> Iterator[Breach]:
    """Variables of a release that no container of ours reads."""
    yield from _unknown(subject.release.container, subject.release.environment)


def unknown_in_variant(subject: VariantSubject) -> Iterator[Breach]:
    """Variables of an endpoint or a variant that no container of ours reads."""
    if subject.release is not None:
        path = subject.where("environment")
        yield from _unknown(subject.release.container, subject.variant.environment, path)


def _unknown(
    container: object, variables: Mapping[str, str], path: tuple[str, ...] = ("environment",)
) -> Iterator[Breach]:
    """Images of AWS read none of ours; there such a variable is a note of its writer."""
    for name in variables:
        if isinstance(container, str) and name.startswith(PREFIX) and name not in KNOWN:
            yield breach(*path, name, hint=nearest(name, KNOWN))


_UNKNOWN = ("no container reads this variable", "{hint}")
VARIANT_OWN_VARIABLES: list[Rule[VariantSubject]] = [
    Rule("CONTAINER", unknown_in_variant, *_UNKNOWN)
]
RELEASE_OWN_VARIABLES: list[Rule[ReleaseSubject]] = [
    Rule("CONTAINER", unknown_in_release, *_UNKNOWN)
]
