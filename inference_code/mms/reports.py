"""What the processes of a model report, each over its connection, in lines of JSON.

First `{"model"}`; with `"listens": true` by the process that Java started, which forks the workers.
These then tell `"bytes"`, once they have loaded the model, or why they cannot: `"failed"`,
`"traceback"` and `"no_memory"`.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """Why a worker could not load its model."""

    reason: str
    no_memory: bool


LOST = Failure(
    "a worker ended while it loaded the model, and gave no reason; it may have needed more memory "
    "than there is. Its last words are in the log",
    no_memory=False,
)


@dataclass(eq=False)
class Process:
    """A process of a model, as it reports."""

    writer: asyncio.StreamWriter
    here: bool = True
    model: str | None = None
    """None before its first report."""
    listens: bool = False
    memory: int | None = None
    """Bytes that it had taken when it had loaded the model; None before."""

    def note(self, report: Mapping[str, Any]) -> Failure | None:
        """Take a report in, and return the failure that it tells. Raises KeyError."""
        failure = _failure(report)
        self.model = report["model"]
        self.listens = report.get("listens", False)
        self.memory = None if failure else report.get("bytes")
        return failure

    def end(self) -> None:
        """Let a worker end itself at once; the process that listens would take Java along."""
        if not self.listens:
            self.writer.write_eof()


def _failure(report: Mapping[str, Any]) -> Failure | None:
    """The failure that a report tells, whose traceback goes into the log."""
    if (reason := report.get("failed")) is None:
        return None
    _log.error("%s", report["traceback"].rstrip() or reason)
    return Failure(reason, report["no_memory"])
