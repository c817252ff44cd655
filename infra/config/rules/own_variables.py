"""Rules for the variables of our servers: one that none of them reads does nothing."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from infra.config.nearest import nearest
from infra.config.own_images import handler_of, own_image, starts_our_server
from infra.config.own_variables import KNOWN, PREFIX
from infra.config.own_weights import MODEL_SERVER
from infra.config.rules.subjects import ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

RESERVED = f", and {PREFIX} is reserved for theirs: name those of your own handler otherwise"


def unknown_in_release(subject: ReleaseSubject) -> Iterator[Breach]:
    """Variables of a release that no server of ours reads."""
    release = subject.release
    yield from _unknown(subject.project.root, release.container, release.environment)


def unknown_in_variant(subject: VariantSubject) -> Iterator[Breach]:
    """Variables of an endpoint or a variant that no server of ours reads."""
    if subject.release is not None:
        root, container = subject.project.root, subject.release.container
        path = subject.where("environment")
        yield from _unknown(root, container, subject.variant.environment, path)


def _unknown(
    root: Path,
    container: object,
    variables: Mapping[str, str],
    path: tuple[str, ...] = ("environment",),
) -> Iterator[Breach]:
    """Another server, of AWS or the user's own, may read what it likes."""
    image = own_image(root, container)
    if image is None or not starts_our_server(image):
        return
    runs_a_handler = handler_of(root, container) == MODEL_SERVER
    for name in variables:
        if name.startswith(PREFIX) and name not in KNOWN:
            reserved = RESERVED if runs_a_handler else ""
            yield breach(*path, name, reserved=reserved, hint=nearest(name, KNOWN))


_UNKNOWN = ("no server of this project reads this variable{reserved}", "{hint}")
VARIANT_OWN_VARIABLES: list[Rule[VariantSubject]] = [
    Rule("CONTAINER", unknown_in_variant, *_UNKNOWN)
]
RELEASE_OWN_VARIABLES: list[Rule[ReleaseSubject]] = [
    Rule("CONTAINER", unknown_in_release, *_UNKNOWN)
]
