"""Publish a model to a multi-model endpoint, and ask it by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockgate.commands.publish import add, print_done
from lockgate.demo.calls import Called
from lockgate.demo.narration import station
from lockgate.demo.questions import ask
from lockgate.invocation.choice import Choice
from lockgate.invocation.target_models import archive_name

if TYPE_CHECKING:
    from infra.config.endpoints import MultiModelEndpoint
    from infra.config.references import ReleaseReference
    from lockgate.invocation.subject import Subject


def publish_and_ask(subject: Subject, endpoint: MultiModelEndpoint) -> Called:
    """Add a model that no deployment has published, and ask it.

    Raises:
        CommandError: it could not be published, or did not answer.
    """
    reference = addition(subject, endpoint)
    station("Add a model without a deployment", f"lockgate publish {reference} {subject.address}")
    print_done(add(str(reference), subject.address, replace=False))
    return ask(subject, Choice(target_model=archive_name(str(reference))))


def addition(subject: Subject, endpoint: MultiModelEndpoint) -> ReleaseReference:
    """Return a release that the endpoint can run and does not have; if none, its first one."""
    from infra.config.references import ReleaseReference

    project, first = subject.project, endpoint.models[0]
    container = project.release(first).container
    for name, card in project.models.items():
        for number, release in card.releases.items():
            reference = ReleaseReference(name, number)
            if release.container == container and reference not in endpoint.models:
                return reference
    return first
