"""The model management API that a multi-model container serves.

https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

TARGET_MODEL = "X-Amzn-SageMaker-Target-Model"
"""Header with the name that the client gave; for the container it is opaque."""
LOADED_ALREADY = 409
NO_MEMORY = 507


@dataclass(frozen=True)
class Answer:
    """What a container said."""

    status: int
    text: str

    @property
    def is_success(self) -> bool:
        """Whether the status is one of success."""
        return httpx.codes.is_success(self.status)


class ModelApi:
    """The models in the memory of one container. Every call raises httpx.HTTPError when the
    container does not answer; none has a time limit of its own.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    async def load(self, name: str, url: str, *, target: str) -> Answer:
        """Load the model in the folder `url`."""
        body = {"model_name": name, "url": url}
        return await self._call("POST", "/models", target=target, body=body)

    async def unload(self, name: str, *, target: str) -> Answer:
        """Unload a model; its memory is free when this returns."""
        return await self._call("DELETE", f"/models/{name}", target=target)

    async def has(self, name: str) -> bool:
        """Whether a model is loaded."""
        return (await self._call("GET", f"/models/{name}")).is_success

    async def _call(
        self,
        method: str,
        path: str,
        *,
        target: str | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if target is not None:
            headers[TARGET_MODEL] = target
        content = json.dumps(body).encode() if body is not None else b""
        async with httpx.AsyncClient(timeout=None, trust_env=False) as client:  # noqa: S113
            url = f"{self._base_url}{path}"
            response = await client.request(method, url, content=content, headers=headers)
        return Answer(response.status_code, response.text)
