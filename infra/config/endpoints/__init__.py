"""One configuration class per kind of endpoint."""

from infra.config.endpoints.realtime import RealtimeEndpoint

Endpoint = RealtimeEndpoint
"""Any kind of endpoint. A further kind joins as `Annotated[A | B, Field(discriminator="kind")]`."""

__all__ = ["Endpoint", "RealtimeEndpoint"]
