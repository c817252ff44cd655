"""A thousand requests: what they leave behind."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import cycle
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson
import pytest

from tests.containers.contract.lines import check_line
from tests.containers.contract.running import INFERENCE_ID, JSON, Running, new_id
from tests.containers.log import PATIENCE_S
from tests.containers.process_tree import memory_kib
from tests.containers.subjects.subject import Subject
from tests.local.polling import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads memory from /proc")
FEW, MANY = 100, 1000
MOST_GROWTH = 1.05


class Body(NamedTuple):
    """What is sent, and what becomes of it."""

    content: bytes
    statuses: set[int]
    """What its line may say: an answer may have come before its client was gone."""
    is_left: bool = False
    """Whether its client goes away at once."""


class Course(NamedTuple):
    """What was seen."""

    statuses: dict[str, set[int]]
    """What the line about each request may say, by its id."""
    memory_kib: list[int]
    """After few requests, and after many."""


@pytest.fixture(scope="session")
def course(running: Running) -> Course:
    ids = [new_id() for _ in range(MANY)]
    statuses, memory = {}, []
    for part in (ids[:FEW], ids[FEW:]):
        statuses.update(ask_all(running, part))
        memory.append(memory_kib(running.container.processes()))
    return Course(statuses, memory)


def ask_all(running: Running, ids: list[str]) -> dict[str, set[int]]:
    """Ask under each of some ids, four at once."""
    shares = [ids[start::4] for start in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answered = pool.map(lambda share: ask_in_turn(running, share), shares)
        return {each: statuses for found in answered for each, statuses in found.items()}


def bodies(subject: Subject) -> list[Body]:
    """Twenty: two are malformed, one is left by its client, and one streamed where that can be."""
    smallest = subject.smallest()
    found = [Body(orjson.dumps(smallest), {200})] * 20
    found[3] = found[13] = Body(b"{", {400})
    found[7] = found[7]._replace(statuses={200, 499}, is_left=True)
    if subject.streams:
        found[5] = Body(orjson.dumps(smallest | {"stream": True}), {200})
    return found


def ask_in_turn(running: Running, ids: list[str]) -> dict[str, set[int]]:
    """Ask over one connection, with the standard library: httpx takes longer than some engines."""
    address = urlsplit(running.url)
    asked = dict(zip(ids, cycle(bodies(running.subject)), strict=False))
    with closing(HTTPConnection(address.netloc, timeout=PATIENCE_S)) as connection:
        for request_id, body in asked.items():
            headers = {"Content-Type": JSON, INFERENCE_ID: request_id}
            connection.request("POST", address.path, body.content, headers)
            if body.is_left:
                connection.close()
                continue
            with connection.getresponse() as response:
                response.read()
                assert {response.status} == body.statuses
    return {request_id: body.statuses for request_id, body in asked.items()}


def test_memory_after_1000_requests_is_that_after_100(course: Course) -> None:
    few, many = course.memory_kib
    assert many <= few * MOST_GROWTH


def test_each_of_1000_requests_has_one_line(running: Running, course: Course) -> None:
    def told() -> list[dict[str, Any]]:
        lines = running.container.log.inferences()
        return [line for line in lines if line["request_id"] in course.statuses]

    until(lambda: course.statuses.keys() == {line["request_id"] for line in told()})
    assert len(told()) == len(course.statuses)
    for line in told():
        check_line(line)
        assert line["status"] in course.statuses[line["request_id"]]
