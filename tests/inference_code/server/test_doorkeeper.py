"""Who answers while a load keeps the process from it: a real process that is kept."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.local.polling import LIMIT_S, until

ROOT = Path(__file__).parents[3]
BODY = {"messages": [{"role": "user", "content": "Hello"}]}


class LoneServer:
    """The process, whose load is held back until it is let go."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.inference_code.server.lone_server"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self.process.stdout is not None
        port, serving = map(int, self.process.stdout.readline().split())
        self.url = f"http://127.0.0.1:{port}"
        self.serving = serving
        """Id of the process that loads; the one before it looks after it."""

    def ping(self) -> int:
        """The status of a ping; 0 if nobody listens."""
        try:
            return httpx.get(f"{self.url}/ping", timeout=LIMIT_S).status_code
        except httpx.TransportError:
            return 0

    def let_go(self) -> None:
        """Let the load end."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"x")
        self.process.stdin.flush()

    def close(self) -> list[bytes]:
        """End it; what it has printed."""
        self.process.kill()
        return self.process.communicate()[0].splitlines()


@pytest.fixture
def server() -> Iterator[LoneServer]:
    server = LoneServer()
    until(lambda: server.ping() != 0)
    yield server
    server.close()


def test_pings_are_answered_while_the_process_can_do_nothing(server: LoneServer) -> None:
    assert [server.ping() for _ in range(3)] == [503, 503, 503]


def test_requests_meanwhile_are_refused_and_have_their_line(server: LoneServer) -> None:
    refused = httpx.post(f"{server.url}/invocations", json=BODY, timeout=LIMIT_S)
    assert refused.json()["error"]["message"] == "the model is still loading"
    server.let_go()
    until(lambda: server.ping() == 200)
    [line] = server.close()
    assert b'"status":503' in line


def test_connection_does_not_outlast_the_doorkeeper(server: LoneServer) -> None:
    assert httpx.get(f"{server.url}/ping", timeout=LIMIT_S).headers["connection"] == "close"


def test_process_itself_answers_once_it_can(server: LoneServer) -> None:
    server.let_go()
    until(lambda: server.ping() == 200)
    assert httpx.post(f"{server.url}/invocations", json=BODY, timeout=LIMIT_S).status_code == 200


def test_doorkeeper_ends_with_a_process_that_is_killed(server: LoneServer) -> None:
    os.kill(server.serving, signal.SIGKILL)
    until(lambda: server.ping() == 0)
    assert server.process.wait(LIMIT_S) == 128 + signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_to_end_does_not_wait_for_the_load(
    server: LoneServer, number: signal.Signals
) -> None:
    server.process.send_signal(number)
    assert server.process.wait(LIMIT_S) == 0
    until(lambda: server.ping() == 0)


def test_signal_to_end_is_heard_after_the_load(server: LoneServer) -> None:
    server.let_go()
    until(lambda: server.ping() == 200)
    os.kill(server.serving, signal.SIGTERM)
    assert server.process.wait(LIMIT_S) == 0
