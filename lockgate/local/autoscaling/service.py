"""Application Auto Scaling as one service."""

from typing import Any

from lockgate.local.alarms.book import AlarmBook
from lockgate.local.alarms.ringing import Ringing
from lockgate.local.autoscaling.activities import description
from lockgate.local.autoscaling.pages import page, wanted
from lockgate.local.autoscaling.policies import Policies
from lockgate.local.autoscaling.records import Policy
from lockgate.local.autoscaling.scaler import Scaler
from lockgate.local.autoscaling.targets import Targets
from lockgate.local.autoscaling.variants import Variants, names_in
from lockgate.local.protocol.errors import not_emulated
from lockgate.local.protocol.http import HttpRequest, HttpResponse
from lockgate.local.protocol.json_service import JsonService, Request
from lockgate.local.protocol.scope import Scope
from lockgate.local.time_scale import REAL_TIME, TimeScale


class AutoScaling:
    """The service; SageMaker asks it which variants are registered.

    Args:
        variants: SageMaker's endpoint variants.
        alarms: CloudWatch's alarms.
        time_scale: how long cooldowns take.
        scaler: changes capacities; by default one that uses the three.
    """

    def __init__(
        self,
        variants: Variants,
        alarms: AlarmBook,
        *,
        time_scale: TimeScale = REAL_TIME,
        scaler: Scaler | None = None,
    ) -> None:
        self._scaler = scaler or Scaler(variants, alarms, time_scale=time_scale)
        self._targets = Targets(variants, alarms, self._scaler)
        self.control = JsonService(
            "application-autoscaling",
            self._targets.actions()
            | Policies(alarms, self._scaler).actions()
            | {"DescribeScalingActivities": self.describe_activities},
        )

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        target = request.headers.get("x-amz-target", "")
        status, headers, body = await self.control.answer(request.scope, target, request.body)
        return HttpResponse(status, headers, body)

    def rang(self, ringing: Ringing) -> None:
        """Do what an alarm calls a policy for. Call from the event loop."""
        self._scaler.rang(ringing)

    @property
    def is_busy(self) -> bool:
        """Whether a target is being scaled, or waits for it."""
        return self._scaler.is_busy

    async def close(self) -> None:
        """Scale nothing more."""
        await self._scaler.close()

    def find(self, scope: Scope, arn: str) -> Policy | None:
        """The policy of an ARN; None if there is none."""
        policies = self._scaler.store(scope).policies.values()
        return next((policy for policy in policies if policy.arn == arn), None)

    def registered(self, scope: Scope, endpoint: str, variant: str) -> bool:
        """Whether a SageMaker variant is a scalable target."""
        resource = f"endpoint/{endpoint}/variant/{variant}"
        return any(key[1] == resource for key in self._scaler.store(scope).targets)

    def forget(self, scope: Scope, endpoint: str) -> None:
        """Deregister all variants of an endpoint."""
        for key in list(self._scaler.store(scope).targets):
            if (names_in(key[1]) or ("",))[0] == endpoint:
                self._targets.remove(scope, key)

    async def describe_activities(self, scope: Scope, request: Request) -> dict[str, Any]:
        """The activities of a namespace, the latest first, by resource and dimension."""
        if request.get("IncludeNotScaledActivities"):
            raise not_emulated("application-autoscaling", "activities that did not scale")
        resource = request.get("ResourceId")
        activities = [
            description(activity)
            for activity in reversed(self._scaler.store(scope).activities)
            if wanted(activity.key, request, [resource] if resource else None)
        ]
        return page(activities, request, member="ScalingActivities")
