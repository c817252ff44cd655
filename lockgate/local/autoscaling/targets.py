"""RegisterScalableTarget, DescribeScalableTargets, DeregisterScalableTarget and the tags."""

from typing import Any

from lockgate.local.alarms.book import AlarmBook
from lockgate.local.autoscaling.pages import page, wanted
from lockgate.local.autoscaling.records import Key, Target, key_of, new_id
from lockgate.local.autoscaling.rules import check_identity, check_target
from lockgate.local.autoscaling.scaler import Scaler
from lockgate.local.autoscaling.tracking_alarms import delete_alarms
from lockgate.local.autoscaling.variants import Variant, Variants, names_in
from lockgate.local.protocol.errors import ServiceError, invalid
from lockgate.local.protocol.json_service import Action, Request
from lockgate.local.protocol.scope import Scope

_ROLE = (
    "arn:{partition}:iam::{account}:role/aws-service-role/"
    "sagemaker.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"
)


class Targets:
    """The actions on scalable targets."""

    def __init__(self, variants: Variants, alarms: AlarmBook, scaler: Scaler) -> None:
        self._variants = variants
        self._alarms = alarms
        self._scaler = scaler

    def actions(self) -> dict[str, Action]:
        """The operations by name."""
        return {
            "RegisterScalableTarget": self.register,
            "DescribeScalableTargets": self.describe,
            "DeregisterScalableTarget": self.deregister,
            "ListTagsForResource": self.list_tags,
        }

    async def register(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Make a target, or change the members that are given, and bring it within its bounds."""
        check_identity(request)
        store, key = self._scaler.store(scope), key_of(request)
        known = store.targets.get(key)
        settings = dict(known.settings) if known else {}
        settings |= {name: value for name, value in request.items() if name != "Tags"}
        check_target(settings, self._variant(scope, request["ResourceId"]))
        if known is None:
            arn = scope.arn("application-autoscaling", f"scalable-target/{new_id()}")
            known = store.targets[key] = Target(arn, settings, dict(request.get("Tags", {})))
        known.settings = settings
        self._scaler.registered(scope, key)
        return {"ScalableTargetARN": known.arn}

    async def describe(self, scope: Scope, request: Request) -> dict[str, Any]:
        """The targets of a namespace, filtered by resource and dimension."""
        targets = [
            target.settings | _role(scope, target) | _told(target)
            for key, target in self._scaler.store(scope).targets.items()
            if wanted(key, request, request.get("ResourceIds"))
        ]
        return page(targets, request, member="ScalableTargets")

    async def deregister(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Forget a target and its policies, with their alarms."""
        key = key_of(request)
        if key not in self._scaler.store(scope).targets:
            raise missing("scalable target", request["ResourceId"])
        self.remove(scope, key)
        return {}

    async def list_tags(self, scope: Scope, request: Request) -> dict[str, Any]:
        """The tags of a target."""
        for target in self._scaler.store(scope).targets.values():
            if target.arn == request["ResourceARN"]:
                return {"Tags": target.tags}
        message = f"The specified resource doesn't exist: {request['ResourceARN']}"
        raise ServiceError("ResourceNotFoundException", message)

    def remove(self, scope: Scope, key: Key) -> None:
        """Forget a target, its policies and their alarms."""
        store = self._scaler.store(scope)
        del store.targets[key]
        for policy in store.policies_of(key):
            delete_alarms(self._alarms, scope, policy)
        store.policies = {name: kept for name, kept in store.policies.items() if name[0] != key}

    def _variant(self, scope: Scope, resource: str) -> Variant:
        names = names_in(resource) or ("", "")
        variant = self._variants.find(scope, *names)
        if variant is None:
            raise invalid(f"No SageMaker endpoint variant found for resource ID {resource}.")
        return variant


def missing(what: str, name: str) -> ServiceError:
    """Something that is not there."""
    return ServiceError("ObjectNotFoundException", f"No {what} found for {name}.")


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
