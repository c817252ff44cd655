"""What other services ask CloudWatch of its alarms."""

from collections.abc import Iterable
from typing import Protocol

from lockgate.local.protocol.scope import Scope


class AlarmStates(Protocol):
    """The states of alarms, as of now."""

    def in_alarm(self, scope: Scope, names: Iterable[str]) -> list[str]:
        """Those of the named alarms that are in ALARM, in the order given.

        An alarm that does not exist rings never. Metric alarms and composite alarms count.
        """
