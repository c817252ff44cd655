"""A container that answers, and a client of it."""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import orjson

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S
from tests.containers.model_folder import ModelFolder
from tests.containers.process_tree import children, command
from tests.containers.subjects.subject import Subject

INFERENCE_ID = "X-Amzn-SageMaker-Inference-Id"
JSON = "application/json"


class Running:
    """One container of a subject, asked as the platform asks."""

    def __init__(self, subject: Subject, container: Container, folder: ModelFolder) -> None:
        self.subject = subject
        self.container = container
        self.folder = folder
        """The model that it has; a multi-model container calls it `one`."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=16)
        self.first: httpx.Response | None = None
        """The answer that came right after the first healthy ping."""
        self.client = httpx.Client(base_url=container.url, timeout=PATIENCE_S, limits=limits)

    @property
    def url(self) -> str:
        """Where inferences are asked for."""
        return f"{self.container.url}{self.subject.path}"

    def ask(
        self,
        body: Any,
        *,
        request_id: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send one request and read its whole answer."""
        content = body if isinstance(body, bytes) else orjson.dumps(body)
        given = {"Content-Type": JSON, INFERENCE_ID: request_id or new_id(), **(headers or {})}
        try:
            return self.client.post(self.subject.path, content=content, headers=given)
        except httpx.TransportError as error:
            raise AssertionError(f"no answer ({error}): {self.container.describe()}") from error

    def line(self, request_id: str) -> dict[str, Any]:
        """The one line about a request."""
        lines = self.container.log.of(request_id)
        assert len(lines) == 1
        return lines[0]

    def workers(self) -> list[int]:
        """Process ids of those that compute the answers."""
        processes = self.container.processes()
        leaves = [pid for pid in processes if not children(pid)]
        return [pid for pid in leaves if self.subject.is_worker(command(pid))]

    def load(self, name: str, folder: Path) -> httpx.Response:
        """Let a multi-model container load a model."""
        return self.client.post("/models", json={"model_name": name, "url": str(folder)})

    def get_ready(self) -> None:
        """Wait until it can be asked, and ask it."""
        self.container.wait_until_healthy()
        if self.subject.multi_model:
            answer = self.load("one", self.folder.path)
            assert answer.status_code == 200, answer.text
        self.first = self.ask(self.subject.question(0))

    def close(self) -> None:
        """End it."""
        self.client.close()
        self.container.close()


def new_id() -> str:
    """An inference id that no other request has."""
    return uuid.uuid4().hex


def is_error(answer: httpx.Response) -> bool:
    """Whether an answer has the form of an error, and nothing else in it."""
    document = answer.json()
    assert list(document) == ["error"], document
    error = document["error"]
    assert error.keys() == {"type", "message", "param"}, document
    assert "Traceback" not in error["message"]
    return bool(error["type"] and error["message"])
