"""One configuration class per kind of endpoint."""

from typing import Annotated

from pydantic import Field

from infra.config.endpoints.asynchronous import AsyncEndpoint
from infra.config.endpoints.inferentia import InferentiaEndpoint
from infra.config.endpoints.multi_model import MultiModelEndpoint
from infra.config.endpoints.realtime import RealtimeEndpoint
from infra.config.endpoints.serverless import ServerlessEndpoint
from infra.config.endpoints.variants import (
    AnyEndpoint,
    ServedVariant,
    production_variants,
    shadow_variant,
)

Endpoint = Annotated[AnyEndpoint, Field(discriminator="kind")]
"""Any kind of endpoint, told apart by its `kind`."""

__all__ = [
    "AsyncEndpoint",
    "Endpoint",
    "InferentiaEndpoint",
    "MultiModelEndpoint",
    "RealtimeEndpoint",
    "ServedVariant",
    "ServerlessEndpoint",
    "production_variants",
    "shadow_variant",
]
