"""One replay of an environment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lockgate import console
from lockgate.aws import Target, readable_errors, target_of
from lockgate.metric_data import Span
from lockgate.replay.comparison import Comparison, compare
from lockgate.replay.function import Minute, Replayed, ReplayFunction
from lockgate.replay.publishing import publish
from lockgate.replay.range import hours
from lockgate.stack_outputs import require_observability
from lockgate.variant_key import VariantKey

if TYPE_CHECKING:
    from infra.config.environment import Environment

OUTPUT = "ReplayFunctionName"
LONGEST_S = 910
"""Of an answer of Lambda: no function runs longer than 15 minutes."""
ATTEMPTS = 4
"""Of reading, which does no harm. The function is never called twice: it publishes."""


@dataclass
class Job:
    """What is computed again, where, and what came of it."""

    target: Target
    function: ReplayFunction
    cloudwatch: Any
    keys: list[VariantKey]
    """The variants that the environment's file names."""
    span: Span
    replayed: Replayed = field(default_factory=Replayed)

    def compare(self) -> list[Comparison]:
        """Compute all hours, one after the other, and compare them with CloudWatch.

        Raises:
            CommandError: the function failed, or AWS refused.
        """
        parts = list(hours(self.span))
        with readable_errors(self.target), progress(len(parts)) as begin:
            for number, hour in enumerate(parts, start=1):
                begin(number, hour)
                self.replayed.add(self.function.run(hour))
            return compare(self.cloudwatch, self.replayed.minutes, self.keys, self.span)

    def publish(self, minutes: list[Minute]) -> int:
        """Publish minutes; returns how many no replay has published before.

        Raises:
            CommandError: the function failed, or AWS refused.
        """
        with readable_errors(self.target), console.err.status("publishing"):
            return publish(self.function, minutes, self.span)


def prepare(name: str, span: Span) -> Job:
    """Get ready to replay a span of an environment.

    Raises:
        CommandError: there is none of this name, its AWS is the local one and does not run, or
            its observability is not deployed.
    """
    from lockgate.project import environment_of, open_project, project_root

    root = project_root()
    environment = environment_of(open_project(root, only=name), name)
    target = target_of(environment, root)
    function = require_observability(target, name, OUTPUT)
    with readable_errors(target):
        return Job(
            target,
            ReplayFunction(target.client("lambda", read_timeout_s=LONGEST_S), function),
            target.client("cloudwatch", attempts=ATTEMPTS),
            keys_of(name, environment),
            span,
        )


def keys_of(name: str, environment: Environment) -> list[VariantKey]:
    """Return every variant of an environment, shadows included."""
    from infra.config.naming import endpoint_name
    from infra.config.prices import served

    return [
        VariantKey(endpoint_name(name, endpoint), variant.name)
        for endpoint, settings in environment.endpoints.items()
        for variant in served(settings)
    ]


@contextmanager
def progress(of: int) -> Iterator[Callable[[int, Span], object]]:
    """Show which hour is being computed: in place on a terminal, elsewhere a line for each."""
    if not console.err.is_terminal:
        yield lambda number, hour: console.err.print(_text(number, of, hour.start))
        return
    with console.err.status("computing") as status:
        yield lambda number, hour: status.update(_text(number, of, hour.start))


def _text(number: int, of: int, start: datetime) -> str:
    return f"computing from {start:%Y-%m-%d %H:%M} UTC, hour {number} of {of}"
