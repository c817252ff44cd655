"""Faults between a function and the local AWS, injected by microburst (PyPI)."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lockgate.local.ports import free_port
from tests.local.conftest import LocalAws
from tests.local.polling import LIMIT_S, until


@dataclass(frozen=True)
class Faults:
    """A proxy in front of a local AWS that answers as its rules say, or passes requests on."""

    port: int

    @property
    def url(self) -> str:
        """What clients use in place of the local AWS."""
        return f"http://127.0.0.1:{self.port}"

    def inject(self, **rule: Any) -> None:
        """Add a rule; its form is in microburst's documentation."""
        self.ask("rules", "PATCH", [rule])

    def end(self) -> None:
        """Let everything through, and forget what was injected."""
        self.ask("rules", "POST", [])
        self.ask("fired", "DELETE")

    def injected(self) -> int:
        """How many faults there were."""
        return len(self.ask("fired"))

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """Call the proxy's own API."""
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.url}/_microburst/{path}"
        request = urllib.request.Request(url, data, method=method)  # noqa: S310 - always http
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - always http
            return json.loads(answer.read() or b"null")

    def answers(self) -> bool:
        """Whether the proxy has started."""
        try:
            self.ask("health")
        except OSError:
            return False
        return True


@contextmanager
def running(aws: LocalAws) -> Iterator[Faults]:
    """Start a proxy; it ends with the block."""
    faults = Faults(free_port())
    where = ["--upstream", f"http://127.0.0.1:{aws.port}", "--port", str(faults.port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "microburst", *where],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(faults.answers)
        yield faults
    finally:
        process.terminate()
        process.wait(timeout=LIMIT_S)
