"""What a container prints: one pipe for stdout and stderr, as CloudWatch Logs gets it."""

import threading
from typing import Any

import orjson

from tests.local.polling import LIMIT_S

PATIENCE_S = LIMIT_S
MARK = '{"lockgate":"inference"'


class Log:
    """The lines so far; others may wait for further ones."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._news = threading.Condition()

    def add(self, line: str) -> None:
        """Take one line."""
        with self._news:
            self.lines.append(line)
            self._news.notify_all()

    def inferences(self) -> list[dict[str, Any]]:
        """The lines about requests."""
        return [orjson.loads(line) for line in tuple(self.lines) if line.startswith(MARK)]

    def of(self, request_id: str) -> list[dict[str, Any]]:
        """The lines about one request, at least one; it may come after the answer."""
        wanted = f'"request_id":"{request_id}"'
        with self._news:
            came = self._news.wait_for(
                lambda: any(wanted in line for line in self.lines), timeout=PATIENCE_S
            )
        assert came, f"no line about {request_id}: {self.lines[-20:]}"
        return [fields for fields in self.inferences() if fields["request_id"] == request_id]
