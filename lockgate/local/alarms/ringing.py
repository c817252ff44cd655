"""Alarms that call scaling policies.

CloudWatch calls a policy when its alarm enters the state that names it, and again each minute
that the alarm stays in it. Source: "Alarm actions" in the CloudWatch user guide.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lockgate.local.protocol.scope import Scope

AGAIN_S = 60.0
"""Time between two calls of a policy by an alarm that stays in its state, as AWS counts time."""
_ACTIONS = {
    "ALARM": "AlarmActions",
    "OK": "OKActions",
    "INSUFFICIENT_DATA": "InsufficientDataActions",
}


@dataclass(frozen=True)
class Ringing:
    """An alarm that calls a scaling policy."""

    scope: Scope
    policy: str
    """ARN of the scaling policy."""
    alarm: str
    """Name of the alarm."""
    state: str
    """The alarm's state."""


Listener = Callable[[Ringing], None]


class Bell:
    """Remembers when each alarm rang, in seconds of AWS."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._rang: dict[str, float] = {}

    def entered(self, alarm: Mapping[str, Any], *, now: float) -> None:
        """Call the policies of the state that an alarm has just entered."""
        self._rang.pop(alarm["AlarmArn"], None)
        self.stays(alarm, now=now)

    def stays(self, alarm: Mapping[str, Any], *, now: float) -> None:
        """Call the policies of the state that an alarm is in, if they are due."""
        arn, policies = alarm["AlarmArn"], called(alarm)
        if not policies or now - self._rang.get(arn, -math.inf) < AGAIN_S:
            return
        self._rang[arn] = now
        _, _, _, region, account, *_ = arn.split(":")
        for policy in policies:
            ringing = Ringing(
                Scope(account, region), policy, alarm["AlarmName"], alarm["StateValue"]
            )
            self._listener(ringing)


def called(alarm: Mapping[str, Any]) -> list[str]:
    """ARNs of the scaling policies that an alarm calls in its present state."""
    if not alarm.get("ActionsEnabled", True):
        return []
    return [one for one in alarm.get(_ACTIONS[alarm["StateValue"]]) or [] if _is_policy(one)]


def names(alarm: Mapping[str, Any], policy: str) -> bool:
    """Whether an alarm calls a policy in any state."""
    return any(policy in (alarm.get(member) or []) for member in _ACTIONS.values())


def _is_policy(action: str) -> bool:
    """Whether an action is a scaling policy: arn:PARTITION:autoscaling:...:scalingPolicy:..."""
    parts = action.split(":")
    return len(parts) > 6 and (parts[2], parts[5]) == ("autoscaling", "scalingPolicy")
