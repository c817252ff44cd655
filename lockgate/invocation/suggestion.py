"""The command that asks an endpoint, ready to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint
    from infra.config.project import Project
    from infra.config.references import ReleaseReference
    from lockgate.addresses import Address

PROMPT = '"What is a canal lock?"'
BODY = "--body JSON"
"""For a model that takes no text, of which only its handler knows what it takes."""
TEXT_BODY = """--body '{"inputs": "A canal lock is"}'"""
"""For a model that continues a text, which is no chat."""


def invoke_command(
    address: Address,
    endpoint: Endpoint,
    *,
    project: Project,
    model: ReleaseReference | None = None,
) -> str:
    """Return `lockgate invoke` for an endpoint; a multi-model one is asked for a model it has.

    Args:
        address: the endpoint.
        endpoint: what the configuration says about it.
        project: its model cards say what the models take.
        model: the model of a multi-model endpoint. Default: its first one.
    """
    from infra.config.endpoints import production_variants

    if endpoint.kind == "multi-model":
        asked = model or endpoint.models[0]
        return f"lockgate invoke {address} --target-model {asked} {_what(project, asked)}"
    asked = production_variants(endpoint)[0].model
    return f"lockgate invoke {address} {_what(project, asked)}"


def _what(project: Project, asked: ReleaseReference) -> str:
    """What the model takes: for most a prompt, or a text to embed or to label."""
    card = project.models[asked.model]
    if card.task == "completion":
        return TEXT_BODY
    return PROMPT if card.task != "classification" or card.architecture.max_context else BODY
