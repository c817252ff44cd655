"""How a request gets an instance of a variant, and what AWS answers when it gets none."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lockgate.local.containers.errors import ModelDownloadFailed, Throttled
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.loans import Loan, as_loan
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.limits import MIB
from lockgate.local.sagemaker.runtime.pairing import ModelFleet
from lockgate.local.sagemaker.runtime.refusals import no_target_model, refused, request_id
from lockgate.local.sagemaker.serverless.rules import is_serverless

SERVERLESS_BODY_BYTES = 4 * MIB
"""Longest request and response of a serverless variant: SLS-02."""


@asynccontextmanager
async def lend(variant: ServingVariant, invocation: Invocation) -> AsyncIterator[Loan]:
    """An instance of the variant, with the target model if there is one.

    Raises:
        ServiceError: the request is throttled, or its model is not named or cannot be downloaded.
        ModelLoadFailed: the container does not load the model.
        NoHealthyInstance: no instance can take it.
    """
    try:
        if isinstance(variant.fleet, ModelFleet):
            target = invocation.members.get("TargetModel")
            if target is None:  # the endpoint has, or had until now, a fleet of one model too
                raise no_target_model()
            async with variant.fleet.acquire_for(target) as loan:
                yield loan
        else:
            async with variant.fleet.acquire() as instance:
                yield as_loan(instance)
    except Throttled as error:
        raise throttled() from error
    except ModelDownloadFailed as error:
        raise refused(str(error)) from error


def body_limit(variant: ServingVariant, default: int) -> int:
    """Longest request and response of the variant, in bytes."""
    return min(default, SERVERLESS_BODY_BYTES) if is_serverless(variant.definition) else default


def check_serverless(variant: ServingVariant, invocation: Invocation) -> None:
    """Refuse what serverless variants do not take.

    AWS's words for the size: https://github.com/aws/sagemaker-python-sdk/issues/4271. No
    documentation says that they stream (SLS-09): real-time endpoints are said to.
    """
    if not is_serverless(variant.definition):
        return
    if len(invocation.body) > SERVERLESS_BODY_BYTES:
        raise refused(f"Request {request_id()} has oversize body.")
    if invocation.streams:
        raise refused(
            f"Endpoint {invocation.endpoint} is serverless, and AWS documents response streaming "
            "for real-time endpoints only. Use InvokeEndpoint."
        )


def throttled() -> ServiceError:
    """Over the MaxConcurrency: a common error, without a message, as AWS sends it.

    Source: CommonErrors in the API reference, and
    https://github.com/opensearch-project/ml-commons/issues/2429 for the message.
    """
    return ServiceError("ThrottlingException", "", fields={"Message": None})


def not_ready(invocation: Invocation) -> ServiceError:
    """The container, or the target model, is not up within the time of an invocation.

    InvokeEndpointWithResponseStream has no error of its own for it.
    """
    message = f"Endpoint {invocation.endpoint} is not ready for inference yet. Retry the request."
    if invocation.streams:
        return ServiceError("ServiceUnavailable", message, status=503)
    return ServiceError("ModelNotReadyException", message, status=429)
