"""What is wrong with a configuration, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warn", "info"]


@dataclass(frozen=True)
class Violation:
    """One rule that one value breaks.

    `file` is relative to the project root; `line` counts from 1, and is None where a whole file or
    folder is meant; `path` leads to the value inside the file, `endpoints.chat.instance`.
    """

    file: str
    line: int | None
    path: str
    message: str
    rule: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [place, self.path, self.text, f"[{self.rule}]"]
        return "  ".join(part for part in parts if part)

    @property
    def text(self) -> str:
        """The message; one that does not stop a deployment says so."""
        return self.message if self.is_error else f"{self.severity}: {self.message}"

    @property
    def is_error(self) -> bool:
        """Whether it stops a deployment."""
        return self.severity == "error"


class ConfigurationError(Exception):
    """The configuration breaks rules; carries every violation, not the first."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__("\n".join(str(violation) for violation in violations))
        self.violations = list(violations)


def errors(violations: Sequence[Violation]) -> list[Violation]:
    """Those of the violations that stop a deployment."""
    return [violation for violation in violations if violation.is_error]
