"""Processes that are killed."""

import os
import signal
import sys

import pytest

from tests.containers.contract.applicability import in_one_process, with_workers
from tests.containers.contract.asking import Asking, busy
from tests.containers.contract.running import Running
from tests.containers.process_tree import command
from tests.local.polling import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


@with_workers
def test_killed_worker_fails_its_request_and_the_next_one_is_answered(spare: Running) -> None:
    asked: list[Asking] = []

    def fails() -> bool:
        with busy(spare) as asking:
            [worker] = spare.workers()
            os.kill(worker, signal.SIGKILL)
            asking.join()
        asked.append(asking)
        return bool(spare.line(asking.request_id)["finish_reason"] == "error")

    until(fails)  # one that had not come to the worker yet is answered by the next
    assert b'"error"' in asked[-1].body or asked[-1].broken
    until(lambda: spare.ask(spare.subject.smallest()).status_code == 200)
    assert not spare.container.has_ended


@in_one_process
def test_killed_engine_ends_the_container_with_a_code_that_is_not_0(spare: Running) -> None:
    spare.container.is_ending = True
    os.kill(spare.container.serving, signal.SIGKILL)
    assert spare.container.wait() == 128 + signal.SIGKILL


@with_workers
def test_no_process_outlives_the_server(spare: Running) -> None:
    processes = spare.container.processes()
    spare.container.is_ending = True
    os.kill(spare.container.serving, signal.SIGKILL)
    assert spare.container.wait() == 128 + signal.SIGKILL
    until(lambda: not any(map(command, processes)))
