"""Who answers for a model that cannot run on this machine.

An image of AWS's own cannot run as a process, and a container that needs a GPU gets none here. The
model's card may name a release that can run, and the log of each instance then begins by saying so.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from infra.config.artifacts import ArtifactError, Run, fetch
from infra.config.naming import MODEL_TAG
from infra.config.own_labels import GPU, needs_gpu
from infra.config.own_variables import own_variables
from infra.config.project import Project, load_project
from infra.config.references import ReleaseReference, parse_reference
from infra.config.violations import ConfigurationError
from lockgate.local.containers.errors import ArtifactFailed
from lockgate.local.containers.lifeline import Lifeline
from lockgate.local.containers.spec import ContainerSpec


async def stand_in(
    image: str, tags: Mapping[str, str], *, root: Path, cache: Path, folder: Path | None = None
) -> ContainerSpec:
    """What runs in place of an image that cannot.

    Args:
        image: its URI.
        tags: of the model.
        root: the project's folder.
        cache: folder for downloads.
        folder: of the container whose label says that it needs a GPU; None for images of others.

    Raises:
        ArtifactFailed: nothing can; the message says how to name a stand-in.
    """
    why = _why(image, folder)
    try:
        with Lifeline() as lifeline:  # a download ends with the operation that it is for
            return await asyncio.to_thread(_find, why, tags, root, cache, lifeline.run)
    except (ConfigurationError, ArtifactError, ValueError) as error:
        raise ArtifactFailed(f"The stand-in cannot be prepared: {error}") from error


def _why(image: str, folder: Path | None) -> str:
    if folder is None:
        return f"{image} is no container of containers/, so it cannot run on this machine"
    return f"{folder} needs a GPU (LABEL {GPU}), and the local AWS has none for it"


def _find(why: str, tags: Mapping[str, str], root: Path, cache: Path, run: Run) -> ContainerSpec:
    if MODEL_TAG not in tags:
        raise ArtifactFailed(
            f"{why}, and the model has no tag {MODEL_TAG} that names a model card with a stand_in."
        )
    wanted = parse_reference(tags[MODEL_TAG])
    project = load_project(root, only=())
    project.release(wanted)
    chosen = project.models[wanted.model].stand_in
    if chosen is None:
        raise ArtifactFailed(
            f"{why}. Name a release that can run here: add "
            f"'stand_in: MODEL@RELEASE' to models/{wanted.model}.yaml."
        )
    return _spec(project, wanted, chosen, cache, run)


def _spec(
    project: Project, wanted: ReleaseReference, chosen: ReleaseReference, cache: Path, run: Run
) -> ContainerSpec:
    release = project.release(chosen)
    if not isinstance(release.container, str):
        raise ArtifactFailed(
            f"{chosen}, the stand_in of {wanted}, needs a managed image too; name a release "
            "whose container is a folder of containers/."
        )
    if needs_gpu(project.root, release.container):
        raise ArtifactFailed(
            f"{chosen}, the stand_in of {wanted}, needs a GPU too (LABEL {GPU} of "
            f"containers/{release.container}); name a release that runs on CPUs."
        )
    weights = fetch(release, root=project.root, cache=cache, run=run)
    return ContainerSpec(
        folder=Path("containers") / release.container,
        environment=_environment(project, wanted, chosen),
        model_dir=as_folder(weights, cache=cache),
        notice=f"lockgate: stand-in {chosen} answers for {wanted}",
    )


def _environment(
    project: Project, wanted: ReleaseReference, chosen: ReleaseReference
) -> dict[str, str]:
    release, task = project.release(chosen), project.models[chosen.model].task
    own = own_variables(release, name=chosen.model, alias=wanted.model, task=task)
    return {**own, **release.environment}


def as_folder(weights: Path | None, *, cache: Path) -> Path:
    """A folder as the container sees it in /opt/ml/model: nothing, one file, or the folder.

    A file is linked from a folder of the cache, which is the same each time.
    """
    if weights is not None and weights.is_dir():
        return weights
    name = hashlib.sha256(str(weights and weights.absolute()).encode()).hexdigest()[:32]
    folder = cache / "artifacts" / f"linked-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    if weights is not None:
        with suppress(FileExistsError):
            (folder / weights.name).symlink_to(weights.absolute())
    return folder
