"""The command that asks an endpoint, ready to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint
    from infra.config.references import ReleaseReference
    from lockgate.addresses import Address

PROMPT = "What is a canal lock?"


def invoke_command(
    address: Address, endpoint: Endpoint, *, model: ReleaseReference | None = None
) -> str:
    """Return `lockgate invoke` for an endpoint; a multi-model one is asked for a model it has.

    Args:
        address: the endpoint.
        endpoint: what the configuration says about it.
        model: the model of a multi-model endpoint. Default: its first one.
    """
    if endpoint.kind != "multi-model":
        return f'lockgate invoke {address} "{PROMPT}"'
    return f'lockgate invoke {address} --target-model {model or endpoint.models[0]} "{PROMPT}"'
