"""A started container, as those who ask it see it."""

from collections.abc import Mapping
from typing import Any

import httpx
import orjson

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S

INFERENCE_ID = "X-Amzn-SageMaker-Inference-Id"


class Endpoint:
    """Asks one container."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self._client = httpx.Client(base_url=container.url, timeout=PATIENCE_S)

    def ask(self, body: Mapping[str, Any] | bytes, **headers: str) -> httpx.Response:
        """Send one request; `headers` have underscores for hyphens."""
        content = body if isinstance(body, bytes) else orjson.dumps(body)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.post(
            "/invocations", content=content, headers={"content-type": "application/json"} | given
        )

    def answer(self, body: Mapping[str, Any]) -> Any:
        """The answer to a request that is right."""
        response = self.ask(body)
        assert response.status_code == 200, response.text
        return response.json()

    def refusal(self, body: Mapping[str, Any] | bytes, **headers: str) -> tuple[int, str, str]:
        """Status, type and message of an error."""
        response = self.ask(body, **headers)
        error = response.json()["error"]
        assert "Traceback" not in response.text
        return response.status_code, error["type"], error["message"]

    def line(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The line of telemetry about one request."""
        response = self.ask(body, **{INFERENCE_ID: "the-only-one"})
        assert response.status_code == 200, response.text
        [line] = self.container.log.of("the-only-one")
        return line

    def close(self) -> None:
        """End the container."""
        self._client.close()
        self.container.close()
