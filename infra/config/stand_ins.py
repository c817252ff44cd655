"""Who answers on the local AWS, which runs neither images of AWS nor containers that need a GPU."""

from pathlib import Path

from infra.config.model_card import ManagedImage, Release
from infra.config.own_labels import needs_gpu
from infra.config.project import Project
from infra.config.references import ReleaseReference


def needs_stand_in(root: Path, release: Release) -> bool:
    """Whether the local AWS cannot run the container of a release.

    Args:
        root: the project's folder.
        release: of a model card.
    """
    container = release.container
    return isinstance(container, ManagedImage) or needs_gpu(root, container)


def stand_in_of(project: Project, reference: ReleaseReference) -> ReleaseReference | None:
    """The release that answers in place of another on the local AWS.

    None where the release answers itself, where its card names no stand-in, and where there is no
    such release.
    """
    release = project.find(reference)
    if release is None or not needs_stand_in(project.root, release):
        return None
    return project.models[reference.model].stand_in
