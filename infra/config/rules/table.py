"""The form of a rule, and how it is checked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from infra.config.documents import Document, KeyPath
from infra.config.violations import Severity, Violation


class Subject(Protocol):
    """What a rule looks at: it knows its document and its place in it."""

    @property
    def document(self) -> Document:
        """The file that describes it."""

    @property
    def path(self) -> KeyPath:
        """Where in that file it stands."""


@dataclass(frozen=True)
class Breach:
    """One value that breaks a rule: its path below the subject, and the facts of the message."""

    path: KeyPath
    facts: dict[str, Any]


def breach(*path: str, **facts: Any) -> Breach:
    """Write a breach shortly: `breach("scale", "min", value=0)`."""
    return Breach(path, facts)


S = TypeVar("S", bound=Subject)


@dataclass(frozen=True)
class Rule(Generic[S]):
    """One row of the table."""

    id: str
    """An id of the constraint catalogue (`RT-VOL-01`), or one of Lockgate's own (`FIT`)."""
    breaches: Callable[[S], Iterable[Breach]]
    """The condition: every value of a subject that breaks the rule."""
    message: str
    """What is wrong, with the value and the limit; its fields are facts of the breach."""
    fix: str
    """What to write instead; its fields are facts of the breach."""
    severity: Severity = "error"

    def check(self, subject: S) -> Iterator[Violation]:
        """Every violation of the rule by one subject."""
        for broken in self.breaches(subject):
            path = (*subject.path, *broken.path)
            position = subject.document.position(path)
            text = f"{self.message}; {self.fix}".format(**broken.facts)
            yield Violation(
                position.file, position.line, ".".join(path), text, self.id, self.severity
            )
