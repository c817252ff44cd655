import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from lockgate.local import processes
from lockgate.local.processes import Process
from tests.local.polling import LIMIT_S

FAMILY = [Process(1, 0, "S"), Process(2, 1, "S"), Process(3, 2, "S"), Process(9, 0, "S")]

DEAF = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
while True:
    signal.pause()
"""


@contextmanager
def child(code: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process that has printed a line; killed at the end."""
    command = [sys.executable, "-c", f"print('up', flush=True)\n{code}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def test_children_of_children_descend() -> None:
    assert processes.descendants(1, FAMILY) == {2, 3}


def test_process_without_children() -> None:
    assert processes.descendants(9, FAMILY) == set()


def test_own_process_is_in_the_table() -> None:
    own = [process for process in processes.process_table() if process.pid == os.getpid()]

    assert [process.parent for process in own] == [os.getppid()]


def test_running_process_is_alive() -> None:
    with child("import time; time.sleep(60)") as process:
        assert processes.alive([process.pid]) == {process.pid}


def test_process_that_ended_but_was_not_reaped_is_gone() -> None:
    with child("") as process:
        assert processes.wait_until_gone([process.pid], timeout_s=LIMIT_S) == set()
        assert process.returncode is None


def test_process_that_stays_is_returned() -> None:
    with child("import time; time.sleep(60)") as process:
        assert processes.wait_until_gone([process.pid], timeout_s=0) == {process.pid}


def test_signal_to_a_process_that_is_gone_is_no_error() -> None:
    with child("") as process:
        process.wait()

    processes.send(signal.SIGTERM, [process.pid])


def test_process_that_ignores_sigterm_is_killed() -> None:
    with child(DEAF) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert processes.end([process.pid], begin_with=[process.pid], timeout_s=0) == set()
        assert process.wait() == -signal.SIGKILL
