"""Rounds of two ways in turn."""

from collections.abc import Awaitable, Callable

import pytest

from benchmarks.pairs import Comparison, Round, compare


@pytest.fixture
def order() -> list[str]:
    return []


@pytest.fixture
def way(order: list[str]) -> Callable[[str, float], Callable[[], Awaitable[Round]]]:
    def create(name: str, rate: float) -> Callable[[], Awaitable[Round]]:
        async def run() -> Round:
            order.append(name)
            return Round(rate, 1 / rate)

        return run

    return create


async def test_every_second_pair_begins_with_the_peer_and_the_first_only_warms_up(
    order: list[str], way: Callable[[str, float], Callable[[], Awaitable[Round]]]
) -> None:
    comparison = await compare("a case", way("own", 3), way("peer", 4), name="bare", pairs=2)
    assert order == ["peer", "own", "own", "peer", "peer", "own"]
    assert len(comparison.pairs) == 2


def test_ratio_and_added_latency_are_those_of_each_pair() -> None:
    pairs = [(Round(50, 0.010), Round(100, 0.004)), (Round(80, 0.003), Round(40, 0.005))]
    comparison = Comparison("a case", "bare", pairs)
    assert comparison.ratios == [0.5, 2.0]
    assert comparison.added_ms == pytest.approx([6.0, -2.0])
