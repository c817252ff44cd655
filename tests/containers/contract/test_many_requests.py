"""A thousand requests: what they leave behind."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

import orjson
import pytest

from tests.containers.contract.running import INFERENCE_ID, JSON, Running, new_id
from tests.containers.log import PATIENCE_S
from tests.containers.process_tree import memory_kib
from tests.local.polling import until

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
    for part in (ids[:FEW], ids[FEW:]):
        ask_all(running, part)
        memory.append(memory_kib(running.container.processes()))
    return Course(ids, memory)


def ask_all(running: Running, ids: list[str]) -> None:
    """Send the smallest request under each of some ids, four at once."""
    with ThreadPoolExecutor(4) as pool:
        shares = [ids[start::4] for start in range(4)]
        statuses = pool.map(lambda share: statuses_of(running, share), shares)
        assert set().union(*statuses) == {200}


def statuses_of(running: Running, ids: list[str]) -> set[int]:
    """Send them over one connection, with the standard library: httpx takes longer than some
    engines."""
    address = urlsplit(running.url)
    body = orjson.dumps(running.subject.smallest())
    found = set()
    with closing(HTTPConnection(address.netloc, timeout=PATIENCE_S)) as connection:
        for request_id in ids:
            headers = {"Content-Type": JSON, INFERENCE_ID: request_id}
            connection.request("POST", address.path, body, headers)
            with connection.getresponse() as response:
                response.read()
                found.add(response.status)
    return found


def test_memory_after_1000_requests_is_that_after_100(course: Course) -> None:
    few, many = course.memory_kib
    assert many <= few * MOST_GROWTH


def test_each_of_1000_requests_has_one_line(running: Running, course: Course) -> None:
    def told() -> list[str]:
        ids = [line["request_id"] for line in running.container.log.inferences()]
        return [each for each in ids if each in wanted]

    wanted = set(course.ids)
    until(lambda: wanted == set(told()))
    assert len(told()) == len(wanted)
