"""Waits until a container answers, as SageMaker does."""

import asyncio

import httpx

PING_TIMEOUT_S = 2.0
"""SageMaker's limit for one answer to `GET /ping`."""
_INTERVAL_S = 0.05


async def wait_until_healthy(base_url: str) -> None:
    """Return when `GET /ping` answers 200. Never gives up: the caller sets the time limit."""
    async with httpx.AsyncClient(timeout=PING_TIMEOUT_S, trust_env=False) as client:
        while not await _answers(client, base_url):
            await asyncio.sleep(_INTERVAL_S)


async def _answers(client: httpx.AsyncClient, base_url: str) -> bool:
    try:
        response = await client.get(f"{base_url}/ping")
    except httpx.HTTPError:
        return False
    return response.status_code == httpx.codes.OK
