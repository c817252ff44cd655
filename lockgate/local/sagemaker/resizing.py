"""UpdateEndpointWeightsAndCapacities, once it is accepted."""

import logging

from lockgate.local.containers.errors import ContainerError
from lockgate.local.sagemaker.deployment import ServingVariant, not_scaled
from lockgate.local.sagemaker.records import Endpoint
from lockgate.local.sagemaker.rollout.progress import scaling
from lockgate.local.sagemaker.sizes import Size, Sizes

logger = logging.getLogger(__name__)


async def resize(endpoint: Endpoint, sizes: Sizes, *, then: str) -> None:
    """Give variants other sizes; one that does not get its own keeps that of before.

    Args:
        endpoint: the endpoint.
        sizes: those that its variants are to have.
        then: the status that it has afterwards; other sizes mend no UpdateRollbackFailed.
    """
    assert endpoint.serving is not None  # noqa: S101  (the action checked it)
    variants = [variant for variant in endpoint.serving.all if variant.name in sizes]
    for variant in variants:
        _announce(variant, sizes[variant.name])
    reason = None
    for variant in variants:
        reason = await _resize(endpoint, variant, sizes[variant.name]) or reason
    endpoint.move(then, failure_reason=reason)


def _announce(variant: ServingVariant, size: Size) -> None:
    """Let DescribeEndpoint tell what is wanted and what is."""
    variant.desired = size
    if size.count != variant.count:
        variant.stage = scaling(size.count, before=variant.count)


async def _resize(endpoint: Endpoint, variant: ServingVariant, size: Size) -> str | None:
    """Resize one variant; returns why that failed."""
    try:
        await variant.resize(size)
    except Exception as error:
        if not isinstance(error, ContainerError):
            logger.exception("endpoint %s", endpoint.name)
        return not_scaled(variant.name, size.count, error)
    finally:
        variant.desired = variant.stage = None
    return None
