"""Loops of bare engines, with an engine that does nothing."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.bare_loop import BareLoop, bare_loop, batched, one_by_one
from benchmarks.container import Container

MODULE = "tests.benchmarks.nothing"


@pytest.fixture
def container() -> Container:
    environ = {**os.environ, "VIRTUAL_ENV": sys.prefix}
    return Container(folder=Path(), model=Path("no model"), environ=environ)


@pytest.fixture
def loops(container: Container) -> Iterator[list[BareLoop]]:
    with ExitStack() as stack:
        yield [stack.enter_context(bare_loop(container, MODULE)) for _ in range(2)]


async def test_rates_are_of_texts_and_the_latency_is_that_of_a_run(loops: list[BareLoop]) -> None:
    round_ = await batched(loops[0], kind="question", at_once=8, requests=16)
    assert round_.requests_per_s * round_.latency_s == pytest.approx(8)


async def test_requests_that_wait_for_a_loop_have_its_time_added(loops: list[BareLoop]) -> None:
    round_ = await one_by_one(loops, kind="passage", at_once=8, requests=16)
    assert round_.requests_per_s * round_.latency_s == pytest.approx(8)


def test_an_engine_that_does_not_start_is_told(container: Container) -> None:
    start = bare_loop(container, "tests.benchmarks.no_such_module")
    with pytest.raises(RuntimeError, match="did not start"), start:
        pytest.fail("it has started")
