"""Which release of a model to publish, and whether the endpoint can run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockgate.errors import CommandError

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint, MultiModelEndpoint
    from infra.config.model_card import Release
    from infra.config.project import Project
    from infra.config.references import ReleaseReference
    from lockgate.addresses import Address


def choose_release(
    project: Project, text: str, *, endpoint: MultiModelEndpoint
) -> ReleaseReference:
    """Return the release that MODEL@RELEASE names, or the newest of MODEL that the endpoint runs.

    Raises:
        CommandError: there is no such model or release.
    """
    from infra.config.nearest import nearest
    from infra.config.references import ReleaseReference

    model, separator, number = text.partition("@")
    card = project.models.get(model)
    if card is None:
        raise CommandError(f"there is no model {model!r}", fix=nearest(model, project.models))
    if not separator:
        runs = project.release(endpoint.models[0]).container
        suitable = [one for one, release in card.releases.items() if release.container == runs]
        return ReleaseReference(model, max(suitable or card.releases))
    if number.isdecimal() and int(number) in card.releases:
        return ReleaseReference(model, int(number))
    known = ", ".join(f"{model}@{release}" for release in sorted(card.releases))
    raise CommandError(f"there is no release {text!r}", fix=f"choose one of: {known}")


def require_multi_model(address: Address, endpoint: Endpoint) -> MultiModelEndpoint:
    """Return the endpoint as one that takes further models.

    Raises:
        CommandError: it is of another kind.
    """
    from infra.config.endpoints import MultiModelEndpoint

    if isinstance(endpoint, MultiModelEndpoint):
        return endpoint
    raise CommandError(
        f"{address} is of kind {endpoint.kind}; models are published to multi-model endpoints only",
        fix=f"name the release in environments/{address.environment}.yaml, then deploy: "
        f"lockgate deploy {address.environment} {address.endpoint}",
    )


def require_container(
    project: Project, address: Address, endpoint: MultiModelEndpoint, reference: ReleaseReference
) -> Release:
    """Return a release that runs in the container of the endpoint.

    Raises:
        CommandError: it runs in another one, or its weights are nothing that the container loads,
            as far as this machine has them.
    """
    release = project.release(reference)
    runs = project.release(endpoint.models[0]).container
    if release.container == runs:
        _require_form(project, reference, release)
        _require_files(project, reference, release)
        return release
    raise CommandError(
        f"{reference} runs in {_name(release.container)}, but {address} in {_name(runs)}",
        fix="publish it to an endpoint with its container, or deploy one",
    )


def _require_form(project: Project, reference: ReleaseReference, release: Release) -> None:
    from infra.config.own_weights import form_of, wanted_form

    has, wants = form_of(project.root, release), wanted_form(project.root, release)
    if has is None or wants is None or has == wants:
        return
    raise CommandError(
        f"{reference} is {has}, and {_name(release.container)} loads {wants}",
        fix=f"name {wants} as the source of a new release",
    )


def _require_files(project: Project, reference: ReleaseReference, release: Release) -> None:
    from infra.config.own_folders import lack_of

    if lack := lack_of(project.root, release):
        raise CommandError(
            f"{reference} comes from {release.source}, which {lack}",
            fix=f"name a source that has what {_name(release.container)} loads",
        )


def _name(container: object) -> str:
    from infra.config.model_card import ManagedImage

    if isinstance(container, ManagedImage):
        return f"the managed image {container.managed}"
    return f"the container {container}"
