"""Composite alarms of stacks, on MiniStack's CloudWatch, imported as it is in the server."""

from typing import Any

import pytest

from lockgate.local.ministack.composite_alarms import CompositeAlarmType
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.scope import Scope

SCOPE = Scope("000000000000", "eu-west-1")
RULE = 'ALARM("fast") AND ALARM("slow")'
TAGS = [{"Key": "aws:cloudformation:stack-name", "Value": "observability"}]


@pytest.fixture
def cloudwatch() -> Any:
    """MiniStack's, with the alarms `fast` and `slow`, which both ring."""
    from ministack.core.responses import request_scope
    from ministack.services import cloudwatch

    cloudwatch.reset()
    with request_scope(SCOPE.account, SCOPE.region):
        for name in ("fast", "slow"):
            arn = f"arn:aws:cloudwatch:eu-west-1:000000000000:alarm:{name}"
            alarm = {"AlarmName": name, "AlarmArn": arn, "StateValue": "ALARM"}
            cloudwatch._alarms[name] = alarm
        yield cloudwatch
    cloudwatch.reset()


@pytest.fixture
def kind(cloudwatch: Any) -> CompositeAlarmType:
    from ministack.core.responses import request_scope

    return CompositeAlarmType(cloudwatch, request_scope)


async def create(kind: CompositeAlarmType, **members: Any) -> Any:
    return await kind.create(SCOPE, {"AlarmName": "burn", "AlarmRule": RULE, **members})


async def test_the_rule_is_evaluated_at_once(cloudwatch: Any, kind: CompositeAlarmType) -> None:
    made = await create(kind, Tags=TAGS)
    assert made.physical_id == "burn"
    assert made.attributes["Arn"].endswith(":alarm:burn")
    assert cloudwatch._composite_alarms["burn"]["StateValue"] == "ALARM"


async def test_tags_of_the_stack_are_kept(cloudwatch: Any, kind: CompositeAlarmType) -> None:
    made = await create(kind, Tags=TAGS)
    assert cloudwatch._resource_tags[made.attributes["Arn"]] == {TAGS[0]["Key"]: TAGS[0]["Value"]}


async def test_a_new_rule_moves_the_state(cloudwatch: Any, kind: CompositeAlarmType) -> None:
    await create(kind)
    await kind.update(SCOPE, "burn", {}, {"AlarmRule": 'NOT ALARM("fast")'})
    assert cloudwatch._composite_alarms["burn"]["StateValue"] == "OK"


async def test_a_rule_on_an_alarm_that_is_not_there_is_refused(kind: CompositeAlarmType) -> None:
    with pytest.raises(ServiceError, match=r"alarm:gone\] in the alarm rule do not exist"):
        await create(kind, AlarmRule='ALARM("gone")')


async def test_a_suppressor_is_refused(kind: CompositeAlarmType) -> None:
    with pytest.raises(ServiceError, match="does not emulate cloudwatch ActionsSuppressor"):
        await create(kind, ActionsSuppressor="fast", ActionsSuppressorWaitPeriod=60)


async def test_deleting_it_leaves_its_alarms(cloudwatch: Any, kind: CompositeAlarmType) -> None:
    await create(kind)
    await kind.delete(SCOPE, "burn")
    assert not cloudwatch._composite_alarms
    assert set(cloudwatch._alarms.keys()) == {"fast", "slow"}
