"""Names of the models of a multi-model endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockgate.errors import CommandError

if TYPE_CHECKING:
    from infra.config.project import Project
    from infra.config.references import ReleaseReference

SUFFIX = ".tar.gz"


def archive_name(text: str) -> str:
    """Return the `TargetModel` that MODEL@RELEASE, or the name of an archive, stands for.

    Raises:
        CommandError: the text is neither.
    """
    from infra.config.multi_model import target_model
    from infra.config.references import parse_reference

    if text.endswith(SUFFIX):
        return text
    try:
        return target_model(parse_reference(text))
    except ValueError:
        raise CommandError(
            f"{text!r} names no model of a multi-model endpoint",
            fix=f"write MODEL@RELEASE, or the name of its archive, as in tiny-1{SUFFIX}",
        ) from None


def reference_text(archive: str) -> str:
    """Return MODEL@RELEASE of an archive that is named after a release, else its name."""
    model, _, number = archive.removesuffix(SUFFIX).rpartition("-")
    return f"{model}@{number}" if model and number.isdecimal() else archive


def name_of(archive: str, project: Project) -> str:
    """Return MODEL@RELEASE of an archive, or its own name if no model card has it."""
    return str(release_of(archive, project) or archive)


def release_of(archive: str, project: Project) -> ReleaseReference | None:
    """Return the release of a model card whose archive has this name, or None."""
    from infra.config.multi_model import target_model
    from infra.config.references import ReleaseReference

    for name, card in project.models.items():
        for number in card.releases:
            reference = ReleaseReference(name, number)
            if target_model(reference) == archive:
                return reference
    return None
