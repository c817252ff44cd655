"""How far each stack of a deployment is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from lockgate.deployment.events import (
    Event,
    ResourceEvent,
    StackFinished,
    StackStarted,
    Synthesised,
)

Phase = Literal["running", "deployed", "unchanged", "failed"]
STACK = "AWS::CloudFormation::Stack"


@dataclass
class StackProgress:
    """One stack."""

    name: str
    """Its path in the app, `local/chat`, once that is known; before, its name."""
    started: float
    phase: Phase = "running"
    done: int = 0
    of: int = 0
    doing: str = ""
    """The resource that CloudFormation works on, then the reason of a failure."""
    steps: dict[tuple[str, str], bool] = field(default_factory=dict)
    """What has been begun, as verb and resource, and whether CloudFormation still works on it."""
    ended: float | None = None

    def seconds(self, now: float) -> float:
        """Return how long it took, or has taken so far."""
        return (now if self.ended is None else self.ended) - self.started


@dataclass
class Board:
    """The stacks of a deployment, in the order in which they began."""

    clock: Callable[[], float]
    """Seconds; only differences count."""
    begun: float = field(init=False)
    synthesis_s: float | None = None
    stacks: dict[str, StackProgress] = field(default_factory=dict)
    """By the name that CloudFormation knows them by."""

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def apply(self, event: Event) -> StackProgress | None:
        """Take an event in; return the stack if this was its end."""
        if isinstance(event, Synthesised):
            self.synthesis_s = self.clock() - self.begun
            return None
        stack = self._stack(event.stack)
        if isinstance(event, StackStarted):
            stack.name = event.path
            return None
        if isinstance(event, ResourceEvent):
            _advance(stack, event)
            return None
        if isinstance(event, StackFinished):
            return self._end(stack, "deployed" if event.changed else "unchanged")
        return self._end(stack, "failed")

    def tells_why(self) -> bool:
        """Tell whether a resource of a stack failed, and so said why."""
        return any(stack.phase == "failed" and stack.doing for stack in self.stacks.values())

    def _stack(self, name: str) -> StackProgress:
        if name not in self.stacks:
            self.stacks[name] = StackProgress(name, self.clock())
        return self.stacks[name]

    def _end(self, stack: StackProgress, phase: Phase) -> StackProgress:
        stack.phase, stack.ended = phase, self.clock()
        return stack


def _advance(stack: StackProgress, event: ResourceEvent) -> None:
    if stack.phase == "failed":
        return  # the first failure is the cause; what follows is the rollback
    stack.done, stack.of = max(stack.done, event.done), event.of
    name = f"{event.type}  {event.resource}"
    if event.failed:
        stack.phase, stack.doing = "failed", name
        return
    verb, _, phase = event.status.partition("_")
    if event.type == STACK:
        return  # it is at work until the end, which says nothing
    # Within a batch of events an end may come before its beginning.
    going = phase == "IN_PROGRESS" and stack.steps.get((verb, name), True)
    stack.steps[verb, name] = going
    at_work = [resource for (_, resource), still in stack.steps.items() if still]
    stack.doing = at_work[-1] if at_work else stack.doing
