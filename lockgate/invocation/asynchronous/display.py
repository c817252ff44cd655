"""What is seen while a request waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lockgate import console
from lockgate.aws import Target

LOOK_EVERY_S = 2.0
UNKNOWN = "queued or running"


class QueueState:
    """Whether an endpoint has instances to work on its queue, asked now and then."""

    def __init__(
        self, target: Target, name: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = target.client("sagemaker")
        self._name = name
        self._clock = clock
        self._asked: float | None = None
        self._state = UNKNOWN

    def __call__(self) -> str:
        """Return what a request is waiting for."""
        now = self._clock()
        if self._asked is None or now - self._asked >= LOOK_EVERY_S:
            self._asked, self._state = now, self._ask()
        return self._state

    def _ask(self) -> str:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return describe(self._client.describe_endpoint(EndpointName=self._name))
        except (BotoCoreError, ClientError):
            return UNKNOWN  # whoever may only invoke still gets the result


def describe(endpoint: dict[str, Any]) -> str:
    """Say what a request waits for, of what DescribeEndpoint answered."""
    variants = endpoint.get("ProductionVariants", [])
    current = sum(variant.get("CurrentInstanceCount", 0) for variant in variants)
    desired = sum(variant.get("DesiredInstanceCount", current) for variant in variants)
    if current:
        return f"{UNKNOWN} on {current} instance{'s' if current > 1 else ''}"
    return "waiting for an instance to start" if desired else "waiting for scaling from zero"


@contextmanager
def waiting_display(state: Callable[[], str]) -> Iterator[Callable[[float], None]]:
    """Show time and state while a request waits: live on a terminal, else a line for each state."""
    if console.err.is_terminal:
        with console.err.status(UNKNOWN) as status:
            yield lambda waited: status.update(f"{state()}  [dim]{waited:.0f} s[/]")
        return
    shown: list[str] = []

    def print_change(waited: float) -> None:
        if (now := state()) not in shown[-1:]:
            shown.append(now)
            console.err.print(f"{waited:.0f} s: {now}", style="dim", soft_wrap=True)

    yield print_change
