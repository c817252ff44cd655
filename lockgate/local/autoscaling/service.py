"""RegisterScalableTarget, PutScalingPolicy and their kin.

Targets and policies are validated, kept and described. Nothing scales by itself yet, and no
alarm is made for a policy, so none is listed.
"""

import re
from collections.abc import Callable
from typing import Any

from lockgate.local.autoscaling.pages import page
from lockgate.local.autoscaling.records import (
    Key,
    Policy,
    Store,
    Target,
    key_of,
    new_id,
)
from lockgate.local.autoscaling.rules import check_policy, check_target
from lockgate.local.protocol.errors import ServiceError, invalid
from lockgate.local.protocol.http import HttpRequest, HttpResponse
from lockgate.local.protocol.json_service import Action, JsonService, Request
from lockgate.local.protocol.scope import Scope

HasVariant = Callable[[Scope, str, str], bool]
"""Takes the names of an endpoint and of a variant; tells whether SageMaker serves it."""

_ENDPOINT = re.compile(r"endpoint/([^/]+)/variant/([^/]+)")
_ROLE = (
    "arn:{partition}:iam::{account}:role/aws-service-role/"
    "sagemaker.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
)


class AutoScaling:
    """The service; SageMaker asks it which variants are registered."""

    def __init__(self, has_variant: HasVariant) -> None:
        self._has_variant = has_variant
        self._stores: dict[Scope, Store] = {}
        self.control = JsonService("application-autoscaling", self._actions())

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        target = request.headers.get("x-amz-target", "")
        status, headers, body = await self.control.answer(request.scope, target, request.body)
        return HttpResponse(status, headers, body)

    def registered(self, scope: Scope, endpoint: str, variant: str) -> bool:
        """Whether a SageMaker variant is a scalable target."""
        resource = f"endpoint/{endpoint}/variant/{variant}"
        return any(key[1] == resource for key in self._of(scope).targets)

    def forget(self, scope: Scope, endpoint: str) -> None:
        """Deregister all variants of an endpoint."""
        for key in list(self._of(scope).targets):
            match = _ENDPOINT.fullmatch(key[1])
            if match and match[1] == endpoint:
                self._deregister(scope, key)

    def _actions(self) -> dict[str, Action]:
        return {
            "RegisterScalableTarget": self.register,
            "DescribeScalableTargets": self.describe_targets,
            "DeregisterScalableTarget": self.deregister,
            "PutScalingPolicy": self.put_policy,
            "DescribeScalingPolicies": self.describe_policies,
            "DeleteScalingPolicy": self.delete_policy,
            "DescribeScalingActivities": self.describe_activities,
            "ListTagsForResource": self.list_tags,
        }

    async def register(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Make a target, or change the members that are given."""
        store = self._of(scope)
        key = key_of(request)
        known = store.targets.get(key)
        settings = (known.settings if known else {}) | {
            name: value for name, value in request.items() if name != "Tags"
        }
        check_target(settings)
        self._check_exists(scope, request["ResourceId"])
        if known:
            known.settings = settings
            return {"ScalableTargetARN": known.arn}
        arn = scope.arn("application-autoscaling", f"scalable-target/{new_id()}")
        store.targets[key] = Target(arn, settings, dict(request.get("Tags", {})))
        return {"ScalableTargetARN": arn}

    async def describe_targets(self, scope: Scope, request: Request) -> dict[str, Any]:
        """The targets of a namespace, filtered by resource and dimension."""
        targets = [
            target.settings | _role(scope, target) | _told(target)
            for key, target in self._of(scope).targets.items()
            if _wanted(key, request, request.get("ResourceIds"))
        ]
        return page(targets, request, member="ScalableTargets")

    async def deregister(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Forget a target and its policies."""
        self._target(scope, request)
        self._deregister(scope, key_of(request))
        return {}

    async def put_policy(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Make or replace a policy of a target."""
        self._target(scope, request)
        check_policy(request)
        store, name = self._of(scope), request["PolicyName"]
        known = store.policies.get((key_of(request), name))
        resource = f"resource/{request['ServiceNamespace']}/{request['ResourceId']}"
        arn = (
            known.arn
            if known
            else scope.arn("autoscaling", f"scalingPolicy:{new_id()}:{resource}:policyName/{name}")
        )
        store.policies[key_of(request), name] = Policy(
            arn, {"PolicyType": "StepScaling", **request}
        )
        return {"PolicyARN": arn, "Alarms": []}

    async def describe_policies(self, scope: Scope, request: Request) -> dict[str, Any]:
        """The policies of a namespace, filtered by resource, dimension and name."""
        resource = request.get("ResourceId")
        policies = [
            dict(policy.settings)
            | {"PolicyARN": policy.arn, "CreationTime": policy.created, "Alarms": []}
            for (key, name), policy in self._of(scope).policies.items()
            if _wanted(key, request, [resource] if resource else None)
            and name in request.get("PolicyNames", [name])
        ]
        return page(policies, request, member="ScalingPolicies")

    async def delete_policy(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Forget a policy."""
        policies = self._of(scope).policies
        if policies.pop((key_of(request), request["PolicyName"]), None) is None:
            raise _missing("scaling policy", request["PolicyName"])
        return {}

    async def describe_activities(self, scope: Scope, request: Request) -> dict[str, Any]:
        """None ever: nothing scales here."""
        del scope, request
        return {"ScalingActivities": []}

    async def list_tags(self, scope: Scope, request: Request) -> dict[str, Any]:
        """The tags of a target."""
        for target in self._of(scope).targets.values():
            if target.arn == request["ResourceARN"]:
                return {"Tags": target.tags}
        message = f"The specified resource doesn't exist: {request['ResourceARN']}"
        raise ServiceError("ResourceNotFoundException", message)

    def _of(self, scope: Scope) -> Store:
        return self._stores.setdefault(scope, Store())

    def _target(self, scope: Scope, request: Request) -> Target:
        target = self._of(scope).targets.get(key_of(request))
        if target is None:
            raise _missing("scalable target", request["ResourceId"])
        return target

    def _check_exists(self, scope: Scope, resource: str) -> None:
        match = _ENDPOINT.fullmatch(resource)
        if match is None or not self._has_variant(scope, match[1], match[2]):
            raise invalid(f"No SageMaker endpoint variant found for resource ID {resource}.")

    def _deregister(self, scope: Scope, key: Key) -> None:
        store = self._of(scope)
        del store.targets[key]
        store.policies = {name: kept for name, kept in store.policies.items() if name[0] != key}


def _wanted(key: Key, request: Request, resources: list[str] | None) -> bool:
    namespace, resource, dimension = key
    return (
        namespace == request["ServiceNamespace"]
        and request.get("ScalableDimension") in {None, dimension}
        and (not resources or resource in resources)
    )


def _role(scope: Scope, target: Target) -> dict[str, str]:
    role = _ROLE.format(partition=scope.partition, account=scope.account)
    return {"RoleARN": target.settings.get("RoleARN", role)}


def _told(target: Target) -> dict[str, Any]:
    suspended = {
        "DynamicScalingInSuspended": False,
        "DynamicScalingOutSuspended": False,
        "ScheduledScalingSuspended": False,
    } | target.settings.get("SuspendedState", {})
    return {
        "ScalableTargetARN": target.arn,
        "CreationTime": target.created,
        "SuspendedState": suspended,
    }


def _missing(what: str, name: str) -> ServiceError:
    return ServiceError("ObjectNotFoundException", f"No {what} found for {name}.")
