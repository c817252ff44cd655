"""AWS::CloudWatch::CompositeAlarm, which MiniStack has as an API only."""

import json
from collections.abc import Mapping
from typing import Any

from lockgate.local.protocol.errors import ServiceError, not_emulated
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.properties import as_request
from lockgate.local.protocol.scope import Scope
from lockgate.local.resource_types import Resource

_SUPPRESSOR = "ActionsSuppressor"


class CompositeAlarmType:
    """Ref is the alarm's name, Fn::GetAtt Arn its ARN."""

    name = "AWS::CloudWatch::CompositeAlarm"
    name_property = "AlarmName"
    create_only = ("AlarmName",)
    is_tagged = True

    def __init__(self, cloudwatch: Any, request_scope: Any) -> None:
        self._cloudwatch = cloudwatch
        self._request_scope = request_scope

    async def create(self, scope: Scope, properties: Mapping[str, Any]) -> Resource:
        """Put the alarm; its rule is evaluated at once."""
        if _SUPPRESSOR in properties:
            raise not_emulated("cloudwatch", f"{_SUPPRESSOR} of composite alarms")
        shape = operation("cloudwatch", "PutCompositeAlarm").input_shape
        members = as_request(shape, properties)
        # PutCompositeAlarm refuses the stack's own tags, which CloudFormation may set.
        tags = {tag["Key"]: tag["Value"] for tag in members.pop("Tags", [])}
        name = members["AlarmName"]
        with self._request_scope(scope.account, scope.region):
            _checked(self._cloudwatch._put_composite_alarm({}, members, False, True))
            arn = self._cloudwatch._composite_alarms[name]["AlarmArn"]
            self._cloudwatch._resource_tags[arn] = tags
        return Resource(name, {"Arn": arn})

    async def update(
        self, scope: Scope, physical_id: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Resource:
        """Put it again; it keeps its state until the new rule says otherwise."""
        del old
        return await self.create(scope, {**new, "AlarmName": physical_id})

    async def delete(self, scope: Scope, physical_id: str) -> None:
        """Delete it, unless another composite alarm needs it."""
        with self._request_scope(scope.account, scope.region):
            names = {"AlarmNames": [physical_id]}
            _checked(self._cloudwatch._delete_alarms({}, names, False, True))


def _checked(answer: tuple[int, Any, bytes]) -> None:
    status, _, body = answer
    if status >= 400:
        error = json.loads(body)
        raise ServiceError(error["__type"], error["message"], status=status)
