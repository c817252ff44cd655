"""`lockgate publish`: add a model to a multi-model endpoint, without a deployment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from lockgate import console
from lockgate.addresses import parse_address

if TYPE_CHECKING:
    from infra.config.references import ReleaseReference
    from lockgate.addresses import Address
    from lockgate.publishing.publication import Done


def publish(
    model: Annotated[
        str, typer.Argument(metavar="MODEL[@RELEASE]", help="Default release: the newest.")
    ],
    endpoint: Annotated[str, typer.Argument(metavar="ENV/ENDPOINT", help="As in local/many.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite an archive that has other contents.")
    ] = False,
) -> None:
    """Add a model to a multi-model endpoint that is deployed; it is loaded when it is asked for."""
    address = parse_address(endpoint)
    reference, done = add(model, address, replace=replace)
    print_done(reference, address, done)


def add(model: str, address: Address, *, replace: bool) -> tuple[ReleaseReference, Done]:
    """Publish a model and return its release and what was done.

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
    reference = choose_release(subject.project, model)
    release = require_container(subject.project, address, multi_model, reference)
    target = subject.target()
    prefix = models_prefix(target, address)
    cache = default_cache(os.environ)
    cache.mkdir(parents=True, exist_ok=True)
    weights = fetch_weights(release, reference, root=subject.root, cache=cache, report=note)
    note(f"building the archive of {reference}")
    with built_archive(release, reference, weights=weights, cache=cache) as archive:
        place = prefix.under(archive.name)
        return reference, publish(archive, place, target=target, replace=replace)


def print_done(reference: ReleaseReference, address: Address, done: Done) -> None:
    """Print what was done, and how to ask the model."""
    said = {
        "published": f"{reference} is published to {address}",
        "replaced": f"{reference} is replaced on {address}; instances that have the old one "
        "loaded answer with it until they unload it",
        "unchanged": f"{reference} was published to {address} before; nothing was uploaded",
    }
    console.out.print(f"[green]✓[/]  {said[done]}", soft_wrap=True)
    command = f'lockgate invoke {address} --target-model {reference} "What is a canal lock?"'
    console.out.print(f"Ask it:  [cyan]{command}[/]", soft_wrap=True)
