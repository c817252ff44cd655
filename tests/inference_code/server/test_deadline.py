"""The time between SIGTERM and the end: what is waited for, and for how long."""

import asyncio
import os
import signal

import pytest

from inference_code.mms.process import STOPPING_S
from inference_code.server.listener import bind
from inference_code.server.process import Process
from inference_code.server.single_model import SingleModel
from inference_code.server.uvicorn_server import CONNECTIONS_S, UvicornServer
from lockgate.local.ports import HOST, free_port
from tests.inference_code.scripted import ScriptedHandler, settings
from tests.local.polling import LIMIT_S

KILLED_AFTER_S = 30
"""https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"""


class Ended(SingleModel):
    """A service that is told to end as soon as it serves."""

    async def watch(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await super().watch()


class Endless(Ended):
    """Has a request that never ends."""

    async def drain(self) -> None:
        await asyncio.Event().wait()


def test_all_that_is_waited_for_is_over_before_the_platform_kills() -> None:
    assert settings().drain_seconds + CONNECTIONS_S + STOPPING_S < KILLED_AFTER_S


async def test_answers_that_are_not_read_yet_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited = []

    async def sent(server: UvicornServer) -> None:
        waited.append(server.ending.is_set())

    monkeypatch.setattr(UvicornServer, "sent", sent)
    given = settings(LOCKGATE_BIND_HOST=HOST, SAGEMAKER_BIND_TO_PORT=str(free_port()))
    process = Process(given, Ended(given, ScriptedHandler("Hello")))
    async with asyncio.timeout(LIMIT_S):
        await process.run(bind(given), doorkeeper=None)
    assert waited == [False]


async def test_request_that_does_not_end_is_waited_for_until_the_deadline() -> None:
    given = settings(
        LOCKGATE_BIND_HOST=HOST,
        SAGEMAKER_BIND_TO_PORT=str(free_port()),
        LOCKGATE_DRAIN_SECONDS="0",
    )
    process = Process(given, Endless(given, ScriptedHandler("Hello")))
    async with asyncio.timeout(LIMIT_S):
        await process.run(bind(given), doorkeeper=None)
