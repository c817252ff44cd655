"""What an endpoint costs an hour: an estimate, from list prices of us-east-1.

No storage, no traffic, no discounts; other regions have other prices. Those of instances are the
catalogue's. Serverless: AWS's price list for containers of 2 GB, as third parties read it
(infracost's pull request 3502 of 2026-02-15 on GitHub); other sizes are taken in proportion.
"""

from collections.abc import Mapping

from infra.config.catalogue import instances
from infra.config.endpoints.serverless import ServerlessEndpoint
from infra.config.endpoints.variants import (
    AnyEndpoint,
    ServedVariant,
    production_variants,
    shadow_variant,
)

REGION = "us-east-1"
"""Where the prices hold."""
SERVERLESS_DATE = "2026-02-15"
USD_PER_GB_SECOND = 0.00004 / 2
"""Of a container that answers."""
WARM_USD_PER_GB_SECOND = 0.0000233 / 2
"""Of a container that is kept warm, all the time."""
USD_PER_GB_SECOND_WARM = 0.00001 / 2
"""Of a container that is kept warm while it answers, besides."""
MB_PER_GB = 1024
SECONDS = 3600


def usd_per_hour(
    endpoint: AnyEndpoint, counts: Mapping[str, float], *, busy: float = 0
) -> float | None:
    """The estimated price of an endpoint for an hour as it stands now.

    Args:
        endpoint: what the file says.
        counts: instances by variant, the shadow included; a variant that is not there has none.
        busy: of a serverless endpoint, the containers that answer at once, on average: seconds
            of model latency in each second.

    Returns:
        US dollars; None where an instance type that runs has no price in the catalogue.
    """
    if isinstance(endpoint, ServerlessEndpoint):
        return warm_usd_per_hour(endpoint) + busy * usd_per_busy_hour(endpoint)
    total = 0.0
    for variant in served(endpoint):
        price = usd_per_instance(variant)
        count = counts.get(variant.name, 0)
        if count and price is None:
            return None
        total += count * (price or 0)
    return total


def price_date(endpoint: AnyEndpoint) -> str | None:
    """When the prices were read, the oldest of them; None where there is none."""
    if isinstance(endpoint, ServerlessEndpoint):
        return SERVERLESS_DATE
    types = [instances().get(variant.instance or "") for variant in served(endpoint)]
    return min((one.price_date for one in types if one and one.price_date), default=None)


def served(endpoint: AnyEndpoint) -> list[ServedVariant]:
    """The variants that are paid for: those that answer, and the shadow."""
    shadow = shadow_variant(endpoint)
    return [*production_variants(endpoint), *([shadow] if shadow else [])]


def usd_per_instance(variant: ServedVariant) -> float | None:
    """The price of one instance of a variant for an hour; None where it is not known."""
    found = instances().get(variant.instance or "")
    return found.price_usd_per_hour if found else None


def usd_per_busy_hour(endpoint: ServerlessEndpoint) -> float:
    """The price of an hour in which one container answers all the time."""
    price = USD_PER_GB_SECOND if not endpoint.provisioned_concurrency else USD_PER_GB_SECOND_WARM
    return endpoint.memory_mb / MB_PER_GB * SECONDS * price


def warm_usd_per_hour(endpoint: ServerlessEndpoint) -> float:
    """The price of containers that are kept warm, for an hour; 0 where there are none."""
    gigabytes = (endpoint.provisioned_concurrency or 0) * endpoint.memory_mb / MB_PER_GB
    return gigabytes * SECONDS * WARM_USD_PER_GB_SECOND
