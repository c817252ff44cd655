"""The models that a multi-model endpoint can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockgate.errors import CommandError

if TYPE_CHECKING:
    from lockgate.invocation.choice import Choice
    from lockgate.invocation.subject import Subject

MOST = 12
"""Names that are listed."""


def require_target(subject: Subject, choice: Choice) -> None:
    """Check that a multi-model endpoint is told which model to ask.

    Raises:
        CommandError: it is not; lists the published ones.
    """
    if subject.endpoint.kind != "multi-model" or choice.target_model is not None:
        return
    names = _published(subject)
    if not names:
        fix = f"publish one first: lockgate publish MODEL@RELEASE {subject.address}"
    else:
        more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
        fix = f"choose one with --target-model: {', '.join(names[:MOST])}{more}"
    raise CommandError(f"{subject.address} holds many models, and none was named", fix=fix)


def _published(subject: Subject) -> list[str]:
    """Return MODEL@RELEASE of each archive, or its name if no model card has it."""
    from lockgate.invocation.target_models import name_of
    from lockgate.publishing.prefix import published_models

    names = published_models(subject.target(), subject.address)
    return [name_of(name, subject.project) for name in names]
