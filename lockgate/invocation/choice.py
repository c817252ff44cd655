"""How an endpoint is to be asked, and which of it its kind can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lockgate.errors import CommandError

if TYPE_CHECKING:
    from infra.config.endpoints import Endpoint
    from lockgate.addresses import Address


@dataclass(frozen=True)
class Choice:
    """What the command line says; None leaves it to the kind of the endpoint."""

    asynchronous: bool = False
    wait: bool = True
    stream: bool | None = None
    target_model: str | None = None
    target_variant: str | None = None

    def route(self) -> dict[str, str]:
        """Return the members of an invocation that choose who answers."""
        members = {"TargetModel": self.target_model, "TargetVariant": self.target_variant}
        return {name: value for name, value in members.items() if value is not None}


def require_possible(address: Address, endpoint: Endpoint, choice: Choice) -> None:
    """Check what was chosen against the kind of the endpoint, before anything is sent.

    Raises:
        CommandError: this kind of endpoint cannot do it.
    """
    if endpoint.kind == "async":
        _refuse_variant_of_async(address, choice)
    else:
        _refuse_async_options(address, endpoint, choice)
    if endpoint.kind != "multi-model" and choice.target_model is not None:
        raise CommandError(
            f"{address} is of kind {endpoint.kind}, which has no target models",
            fix="leave --target-model out; one of several variants is chosen by --target-variant",
        )
    if choice.target_variant is not None:
        _require_variant(address, endpoint, choice.target_variant)


def why_unstreamed(endpoint: Endpoint) -> str | None:
    """Return why an endpoint of this kind cannot stream, or None if it can."""
    if endpoint.kind == "multi-model":
        return "InvokeEndpointWithResponseStream takes no TargetModel"
    if endpoint.kind == "async":
        return "an async endpoint stores whole answers"
    if endpoint.kind == "serverless":
        return "AWS documents response streaming for real-time endpoints only"
    return None


def _refuse_async_options(address: Address, endpoint: Endpoint, choice: Choice) -> None:
    for option, given in (("--async", choice.asynchronous), ("--no-wait", not choice.wait)):
        if given:
            raise CommandError(
                f"{address} is of kind {endpoint.kind}, which answers at once",
                fix=f"leave {option} out, or deploy an endpoint of kind async",
            )


def _refuse_variant_of_async(address: Address, choice: Choice) -> None:
    if choice.target_variant is not None:
        raise CommandError(
            f"{address} is of kind async, and InvokeEndpointAsync takes no target variant",
            fix="leave --target-variant out",
        )


def _require_variant(address: Address, endpoint: Endpoint, variant: str) -> None:
    from infra.config.endpoints import production_variants, shadow_variant
    from infra.config.nearest import nearest

    known = [production.name for production in production_variants(endpoint)]
    if variant in known:
        return
    shadow = shadow_variant(endpoint)
    if shadow is not None and variant == shadow.name:
        raise CommandError(
            f"{variant!r} is the shadow of {address}: it gets copies, and nobody sees its answers",
            fix=f"choose one of: {', '.join(known)}",
        )
    raise CommandError(f"{address} has no variant {variant!r}", fix=nearest(variant, known))
