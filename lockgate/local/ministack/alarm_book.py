"""MiniStack's alarms as other services of ours use them."""

from collections.abc import Iterable, Mapping
from typing import Any

from lockgate.local.alarms.book import AlarmReading
from lockgate.local.alarms.ringing import called, names
from lockgate.local.ministack.alarms import Alarms
from lockgate.local.protocol.scope import Scope


class AlarmBook:
    """Makes, deletes and reads alarms; see `lockgate.local.alarms.book` and `.states`."""

    def __init__(self, cloudwatch: Any, types: Any, request_scope: Any, alarms: Alarms) -> None:
        self._cloudwatch = cloudwatch
        self._types = types
        self._request_scope = request_scope
        self._alarms = alarms

    def put(self, scope: Scope, name: str, members: Mapping[str, Any]) -> str:
        """Make or change an alarm; returns its ARN."""
        with self._request_scope(scope.account, scope.region):
            record = self._types._cw_metric_alarm_record(name, members)
            self._cloudwatch.cloudformation_put_metric_alarm(record)
        return str(record["AlarmArn"])

    def delete(self, scope: Scope, names: Iterable[str]) -> None:
        """Delete alarms; one that is gone already is no error."""
        with self._request_scope(scope.account, scope.region):
            for name in names:
                self._cloudwatch.cloudformation_delete_metric_alarm(name)

    def of_policy(self, scope: Scope, policy: str) -> list[AlarmReading]:
        """The alarms that call a scaling policy."""
        with self._request_scope(scope.account, scope.region):
            alarms = [one for one in self._cloudwatch._alarms.values() if names(one, policy)]
            return [self._reading(alarm, policy) for alarm in alarms]

    def in_alarm(self, scope: Scope, names: Iterable[str]) -> list[str]:
        """Those of the named alarms that are in ALARM, in the order given."""
        cloudwatch = self._cloudwatch
        with self._request_scope(scope.account, scope.region):
            found = {
                name: cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name)
                for name in names
            }
        return [name for name, alarm in found.items() if alarm and alarm["StateValue"] == "ALARM"]

    def _reading(self, alarm: Mapping[str, Any], policy: str) -> AlarmReading:
        verdict = self._alarms.verdict(alarm)
        return AlarmReading(
            name=alarm["AlarmName"],
            arn=alarm["AlarmArn"],
            calls=policy in called(alarm),
            comparison=alarm["ComparisonOperator"],
            threshold=float(alarm["Threshold"]),
            points=verdict.points if verdict else (),
        )
