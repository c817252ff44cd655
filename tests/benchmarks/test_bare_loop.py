"""Loops of bare engines, with an engine whose runs take known seconds."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.bare_loop import BareLoop, bare_loop, batched, one_by_one
from benchmarks.container import Container
from benchmarks.pairs import Round

MODULE = "tests.benchmarks.timed"


@pytest.fixture
def container() -> Container:
    environ = {**os.environ, "VIRTUAL_ENV": sys.prefix}
    return Container(folder=Path(), model=Path("no model"), environ=environ)


@pytest.fixture
def loops(container: Container, tmp_path: Path) -> Iterator[list[BareLoop]]:
    """One whose runs take a second, and one whose take two."""
    with ExitStack() as stack:
        environs = [{"RUN_SECONDS": str(s), "ASKED": str(tmp_path / f"{s}")} for s in (1, 2)]
        yield [stack.enter_context(bare_loop(container, MODULE, each)) for each in environs]


def asked(tmp_path: Path, seconds: int) -> list[str]:
    """How many texts each run had."""
    return (tmp_path / str(seconds)).read_text().split()


async def test_rates_are_of_texts_and_the_latency_is_that_of_a_run(
    loops: list[BareLoop], tmp_path: Path
) -> None:
    measured = await batched(loops[1], kind="question", at_once=8, requests=24)
    assert asked(tmp_path, 2) == ["8", "8", "8"]
    assert measured == Round(requests_per_s=4, latency_s=2)


async def test_loops_share_the_requests_and_the_slowest_one_counts(
    loops: list[BareLoop], tmp_path: Path
) -> None:
    measured = await one_by_one(loops, kind="passage", at_once=8, requests=16)
    assert asked(tmp_path, 1) == asked(tmp_path, 2) == ["1"] * 8
    assert measured == Round(requests_per_s=1, latency_s=8)


async def test_no_more_loops_are_busy_than_requests_are_under_way(
    loops: list[BareLoop], tmp_path: Path
) -> None:
    measured = await one_by_one(loops, kind="passage", at_once=1, requests=4)
    assert asked(tmp_path, 1) == ["1"] * 4
    assert measured == Round(requests_per_s=1, latency_s=1)


def test_an_engine_that_does_not_start_is_told(container: Container) -> None:
    start = bare_loop(container, "tests.benchmarks.no_such_module")
    with pytest.raises(RuntimeError, match="did not start"), start:
        pytest.fail("it has started")
