"""The output of the CDK CLI, line by line, as events."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Synthesised:
    """The app has run."""

    seconds: float


@dataclass(frozen=True)
class StackStarted:
    """CloudFormation has begun with a stack."""

    stack: str
    path: str
    """Where the app has it: `local/chat`."""
    position: int
    total: int


@dataclass(frozen=True)
class ResourceEvent:
    """CloudFormation says something about one resource."""

    stack: str
    done: int
    of: int
    status: str
    type: str
    resource: str

    @property
    def failed(self) -> bool:
        """Whether the resource, and with it the stack, failed."""
        return self.status.endswith("FAILED")


@dataclass(frozen=True)
class StackFinished:
    """A stack is deployed, or was already as described."""

    stack: str
    changed: bool


@dataclass(frozen=True)
class StackFailed:
    """A stack failed; the events of its resources said why."""

    stack: str


Event = Synthesised | StackStarted | ResourceEvent | StackFinished | StackFailed

_SYNTHESISED = re.compile(r"✨  Synthesis time: ([0-9.]+)s")
_STARTED = re.compile(r"(\S+) \((\S+)\): deploying\.\.\. \[(\d+)/(\d+)\]")
_RESOURCE = re.compile(r"(\S+) \| +(\d+)/(\d+) \| [^|]+ \| ([A-Z_]+) +\| (\S+) +\| (.+)")
_FINISHED = re.compile(r" ?✅  \S+ \(([^)\s]+)\)( \(no changes\))?")
_FAILED = re.compile(r" ?❌  (\S+) failed to deploy")


def parse_line(line: str) -> Event | None:
    """Read one line of `cdk deploy --progress events`; None for lines that are no event."""
    if match := _RESOURCE.match(line):
        stack, done, of, status, type_, resource = match.groups()
        return ResourceEvent(stack, int(done), int(of), status, type_, resource.strip())
    if match := _STARTED.match(line):
        return StackStarted(match[2], match[1], int(match[3]), int(match[4]))
    if match := _FINISHED.match(line):
        return StackFinished(match[1], changed=match[2] is None)
    if match := _FAILED.match(line):
        return StackFailed(match[1])
    if match := _SYNTHESISED.match(line):
        return Synthesised(float(match[1]))
    return None
