"""When a variant is registered for scaling, and when it must not be.

SageMaker refuses an update that changes the instance type of a registered variant, or removes it:
https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html (AS-04). So each
deployment asks twice, before and after the update of the endpoint. What is done follows from what
the endpoint really has, and so it is also right when CloudFormation rolls back: then both questions
come again, with the template of before.
"""

import logging
from collections.abc import Mapping

from .registration import Registration
from .request import Request, Variant

NOT_SCALED = Variant(instance="")
NOT_AS_WANTED = "variant %s of %s runs on %s, which is not what the template says: it is not scaled"
"""In a rollback that is put right at once; else somebody has changed the endpoint by hand."""
log = logging.getLogger(__name__)


class EndpointMissingError(Exception):
    """There is nothing to scale."""


def apply(request: Request, live: Mapping[str, str], registration: Registration) -> None:
    """Register and deregister the variants of an endpoint.

    Args:
        request: the variants as they shall be.
        live: instance types of the endpoint's variants now, by name.
        registration: the endpoint's targets.

    Raises:
        EndpointMissingError: the endpoint should exist by now, and does not.
    """
    if request.phase == "after" and not live:
        raise EndpointMissingError(f"endpoint {request.endpoint} does not exist; nothing scales it")
    for name, instance in live.items():
        wanted = request.variants.get(name)
        if wanted is None or wanted.instance != instance:
            if request.phase == "after":
                log.warning(NOT_AS_WANTED, name, request.endpoint, instance)
            registration.deregister(name)
        elif request.phase == "after":
            _settle(name, wanted, request.before.get(name, NOT_SCALED), registration)
        elif request.before and request.changes(name) and wanted.is_scaled:
            # The endpoint has the type already to which it is to change: CloudFormation rolls an
            # update back that SageMaker did not finish, and will not ask again after it.
            registration.register(name, wanted)
    if request.phase == "after":
        _forget_alarms(request, registration)


def remove(request: Request, registration: Registration) -> None:
    """Scale the endpoint no longer: scaling was taken out of the template, or all of it goes."""
    if request.phase == "before":
        return
    for name, variant in request.variants.items():
        registration.deregister(name)
        registration.forget(name, policies=(), alarms=variant.alarms)


def _settle(name: str, wanted: Variant, old: Variant, registration: Registration) -> None:
    if not wanted.is_scaled:
        registration.deregister(name)
        return
    # First, because two policies cannot track one metric.
    registration.forget(name, policies=_names(old) - _names(wanted), alarms=())
    registration.register(name, wanted)


def _forget_alarms(request: Request, registration: Registration) -> None:
    for name, old in request.before.items():
        kept = request.variants.get(name, NOT_SCALED).alarms
        registration.forget(name, policies=(), alarms=old.alarms - kept)


def _names(variant: Variant) -> set[str]:
    return {policy["PolicyName"] for policy in variant.policies}
