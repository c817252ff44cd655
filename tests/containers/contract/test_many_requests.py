"""A thousand requests: what they leave behind."""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from tests.containers.contract.running import Running, new_id
from tests.containers.process_tree import memory_kib

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads memory from /proc")
FEW, MANY = 100, 1000
MOST_GROWTH = 1.05


class Course(NamedTuple):
    """What was seen."""

    ids: list[str]
    memory_kib: list[int]
    """After few requests, and after many."""


@pytest.fixture(scope="session")
def course(running: Running) -> Course:
    ids = [new_id() for _ in range(MANY)]
    memory = []

    def ask(request_id: str) -> int:
        return running.ask(running.subject.smallest(), request_id=request_id).status_code

    with ThreadPoolExecutor(4) as pool:
        for part in (ids[:FEW], ids[FEW:]):
            assert set(pool.map(ask, part)) == {200}
            memory.append(memory_kib(running.container.processes()))
    running.line(ids[-1])
    return Course(ids, memory)


def test_memory_after_1000_requests_is_that_after_100(course: Course) -> None:
    few, many = course.memory_kib
    assert many <= few * MOST_GROWTH


def test_each_of_1000_requests_has_one_line(running: Running, course: Course) -> None:
    wanted = set(course.ids)
    told = [line["request_id"] for line in running.container.log.inferences()]
    assert sorted(each for each in told if each in wanted) == sorted(wanted)
