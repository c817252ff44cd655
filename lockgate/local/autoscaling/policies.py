"""PutScalingPolicy, DescribeScalingPolicies and DeleteScalingPolicy."""

from typing import Any

from lockgate.local.alarms.book import AlarmBook
from lockgate.local.autoscaling.pages import page, wanted
from lockgate.local.autoscaling.policy_rules import check_policy
from lockgate.local.autoscaling.records import Policy, key_of, new_id
from lockgate.local.autoscaling.scaler import Scaler
from lockgate.local.autoscaling.targets import missing
from lockgate.local.autoscaling.tracking_alarms import delete_alarms, put_alarms
from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.json_service import Action, Request
from lockgate.local.protocol.scope import Scope


class Policies:
    """The actions on scaling policies."""

    def __init__(self, alarms: AlarmBook, scaler: Scaler) -> None:
        self._alarms = alarms
        self._scaler = scaler

    def actions(self) -> dict[str, Action]:
        """The operations by name."""
        return {
            "PutScalingPolicy": self.put,
            "DescribeScalingPolicies": self.describe,
            "DeleteScalingPolicy": self.delete,
        }

    async def put(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Make a policy of a target, or change one; a target tracking policy has two alarms."""
        store, name = self._scaler.store(scope), request["PolicyName"]
        if key_of(request) not in store.targets:
            raise missing("scalable target", request["ResourceId"])
        known = store.policies.get((key_of(request), name))
        settings = {"PolicyType": "StepScaling", **request}
        if known is not None and known.settings["PolicyType"] != settings["PolicyType"]:
            raise invalid(f"The type of policy {name} is {known.settings['PolicyType']}.")
        check_policy(settings)
        policy = known or Policy(_arn(scope, request), settings)
        policy.settings = settings
        put_alarms(self._alarms, scope, policy)
        store.policies[key_of(request), name] = policy
        return {"PolicyARN": policy.arn, "Alarms": policy.alarms}

    async def describe(self, scope: Scope, request: Request) -> dict[str, Any]:
        """The policies of a namespace, filtered by resource, dimension and name."""
        resource = request.get("ResourceId")
        policies = [
            self._description(scope, policy)
            for (key, name), policy in self._scaler.store(scope).policies.items()
            if wanted(key, request, [resource] if resource else None)
            and name in request.get("PolicyNames", [name])
        ]
        return page(policies, request, member="ScalingPolicies")

    async def delete(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Forget a policy, and delete the alarms that it made."""
        policies = self._scaler.store(scope).policies
        policy = policies.pop((key_of(request), request["PolicyName"]), None)
        if policy is None:
            raise missing("scaling policy", request["PolicyName"])
        delete_alarms(self._alarms, scope, policy)
        return {}

    def _description(self, scope: Scope, policy: Policy) -> dict[str, Any]:
        """A policy, with the alarms that call it."""
        alarms = [
            {"AlarmName": alarm.name, "AlarmARN": alarm.arn}
            for alarm in self._alarms.of_policy(scope, policy.arn)
        ]
        return dict(policy.settings) | {
            "PolicyARN": policy.arn,
            "CreationTime": policy.created,
            "Alarms": alarms,
        }


def _arn(scope: Scope, request: Request) -> str:
    resource = f"resource/{request['ServiceNamespace']}/{request['ResourceId']}"
    name = f"scalingPolicy:{new_id()}:{resource}:policyName/{request['PolicyName']}"
    return scope.arn("autoscaling", name)
