import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from inference_code.mms.lifeline import ROLL, RUN_DIR

HEAD = """
import os, time
from inference_code.mms.lifeline import Lifeline
lifeline = Lifeline(os.environ)
"""
WATCH = "lifeline.watch(whole_group={})"
FORK = "child = os.fork()"
SLEEP = "time.sleep(600)"
Start = Callable[..., tuple[socket.socket, subprocess.Popen[bytes]]]


@pytest.fixture
def start(short_path: Path) -> Iterator[Start]:
    """Starts a worker that has its lifeline, and then does what the lines say."""
    listening = socket.create_server(str(short_path / ROLL), family=socket.AF_UNIX)
    listening.settimeout(60)
    started: list[tuple[socket.socket, subprocess.Popen[bytes]]] = []

    def worker(*lines: str) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        command = [sys.executable, "-c", "\n".join((HEAD, *lines))]
        environ = os.environ | {RUN_DIR: str(short_path)}
        process = subprocess.Popen(command, env=environ, process_group=0)
        connection, _ = listening.accept()
        connection.settimeout(60)
        started.append((connection, process))
        return started[-1]

    yield worker
    for connection, process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        connection.close()
    listening.close()


def test_worker_ends_with_the_server(start: Start) -> None:
    connection, worker = start(WATCH.format(False), SLEEP)
    connection.close()
    assert worker.wait(60) == -signal.SIGKILL


def test_worker_ends_when_the_server_wants_it_to_and_the_server_learns_of_it(start: Start) -> None:
    connection, worker = start(WATCH.format(False), SLEEP)
    connection.shutdown(socket.SHUT_WR)
    assert connection.recv(1) == b""
    assert worker.wait(60) == -signal.SIGKILL


def test_whole_group_ends_with_the_server(start: Start, tmp_path: Path) -> None:
    os.mkfifo(fifo := tmp_path / "open while somebody lives")
    watch = f"child and {WATCH.format(True)}"
    connection, _ = start(FORK, f"file = open({str(fifo)!r}, 'w')", watch, SLEEP)
    with fifo.open() as reading:
        connection.close()
        assert reading.read() == ""


def test_end_of_a_worker_is_learnt_though_what_it_forked_lives_on(start: Start) -> None:
    connection, _ = start(FORK, f"child or {SLEEP}")
    assert connection.recv(1) == b""
