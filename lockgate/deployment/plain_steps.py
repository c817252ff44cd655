"""Says on plain output what is being installed, where nothing can be shown in place."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event

from lockgate.deployment.beside import beside

LOOK_EVERY_S = 1.0
SAY_EVERY_S = 15.0


class PlainSteps:
    """Which steps are worth a line: the first, later ones now and then, and the end."""

    def __init__(self, installing: Callable[[], str], clock: Callable[[], float]) -> None:
        self._installing = installing
        self._clock = clock
        self._said = ""
        self._at = 0.0

    def line(self) -> str | None:
        """What to say now; None where there is nothing new, or not yet."""
        step, now = self._installing(), self._clock()
        begins_or_ends = bool(step) != bool(self._said)
        if step == self._said or not (begins_or_ends or now - self._at >= SAY_EVERY_S):
            return None
        self._said, self._at = step, now
        return step or "ended"


def say_steps(steps: PlainSteps, say: Callable[[str], object]) -> AbstractContextManager[None]:
    """Say the lines of a block's time, from a thread that ends with it."""

    def watch(over: Event) -> None:
        while True:
            ended = over.wait(LOOK_EVERY_S)
            if line := steps.line():
                say(line)
            if ended:
                return

    return beside(watch, name="steps")
