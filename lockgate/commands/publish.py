"""`lockgate publish`: add a model to a multi-model endpoint, without a deployment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from lockgate import console
from lockgate.addresses import parse_address

if TYPE_CHECKING:
    from infra.config.endpoints import MultiModelEndpoint
    from infra.config.references import ReleaseReference
    from lockgate.addresses import Address
    from lockgate.publishing.publication import Done


def publish(
    model: Annotated[
        str, typer.Argument(metavar="MODEL[@RELEASE]", help="Default release: the newest for it.")
    ],
    endpoint: Annotated[str, typer.Argument(metavar="ENV/ENDPOINT", help="As in local/many.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite an archive that has other contents.")
    ] = False,
) -> None:
    """Add a model to a multi-model endpoint that is deployed; it is loaded when it is asked for."""
    address = parse_address(endpoint)
    print_done(add(model, address, replace=replace))


@dataclass(frozen=True)
class Added:
    """A release that an endpoint has now."""

    reference: ReleaseReference
    address: Address
    endpoint: MultiModelEndpoint
    done: Done


def add(model: str, address: Address, *, replace: bool) -> Added:
    """Publish a model.

    Raises:
        CommandError: the endpoint takes no such model, or is not deployed; or the upload failed.
    """
    from infra.config.artifacts import default_cache
    from lockgate.invocation.subject import find_subject
    from lockgate.publishing.archive import built_archive, fetch_weights
    from lockgate.publishing.prefix import models_prefix
    from lockgate.publishing.publication import note, publish
    from lockgate.publishing.releases import (
        choose_release,
        require_container,
        require_multi_model,
    )

    subject = find_subject(address)
    multi_model = require_multi_model(address, subject.endpoint)
    reference = choose_release(subject.project, model, endpoint=multi_model)
    release = require_container(subject.project, address, multi_model, reference)
    target = subject.target()
    prefix = models_prefix(target, address)
    cache = default_cache(os.environ)
    cache.mkdir(parents=True, exist_ok=True)
    weights = fetch_weights(release, reference, root=subject.root, cache=cache, report=note)
    note(f"building the archive of {reference}")
    with built_archive(release, reference, weights=weights, cache=cache) as archive:
        done = publish(archive, prefix.under(archive.name), target=target, replace=replace)
    return Added(reference, address, multi_model, done)


def print_done(added: Added) -> None:
    """Print what was done, and how to ask the model."""
    from lockgate.invocation.suggestion import invoke_command
    from lockgate.project import open_project, project_root

    reference, address = added.reference, added.address
    project = open_project(project_root(), only=address.environment)
    said = {
        "published": f"{reference} is published to {address}",
        "replaced": f"{reference} is replaced on {address}; instances that have the old one "
        "loaded answer with it until they unload it",
        "unchanged": f"{reference} was published to {address} before; nothing was uploaded",
    }
    console.out.print(f"[green]✓[/]  {said[added.done]}", soft_wrap=True)
    command = invoke_command(address, added.endpoint, project=project, model=reference)
    console.out.print(f"Ask it:  [cyan]{command}[/]", soft_wrap=True)
