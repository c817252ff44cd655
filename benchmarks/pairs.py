"""Two ways of the same work, measured in turn, so that a slow moment of the machine hits both."""

import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One round: its tokens per second, and the median time to the first token, if streamed."""

    tokens_per_s: float
    ttft_s: float | None


@dataclass(frozen=True)
class Pair:
    """Ours and the peer's round, one right after the other."""

    ours: Run
    peer: Run


@dataclass(frozen=True)
class Comparison:
    """All pairs of one case."""

    name: str
    pairs: list[Pair]

    @property
    def ratios(self) -> list[float]:
        """Our throughput in parts of the peer's, pair by pair."""
        return [pair.ours.tokens_per_s / pair.peer.tokens_per_s for pair in self.pairs]

    @property
    def ratio(self) -> float:
        """Median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def added_ttfts_ms(self) -> list[float]:
        """Our time to the first token less the peer's, pair by pair, where it was taken."""
        return [
            (pair.ours.ttft_s - pair.peer.ttft_s) * 1000
            for pair in self.pairs
            if pair.ours.ttft_s is not None and pair.peer.ttft_s is not None
        ]

    @property
    def added_ttft_ms(self) -> float | None:
        """Median of the differences; None where only the throughput counts."""
        return statistics.median(self.added_ttfts_ms) if self.added_ttfts_ms else None


async def compare(
    name: str,
    ours: Callable[[], Awaitable[Run]],
    peer: Callable[[], Awaitable[Run]],
    *,
    pairs: int,
) -> Comparison:
    """Measure both in turn; every second pair begins with the peer. A first pair only warms up."""
    measured = []
    for position in range(-1, pairs):
        if position % 2:
            theirs, own = await peer(), await ours()
        else:
            own, theirs = await ours(), await peer()
        if position >= 0:
            measured.append(Pair(own, theirs))
    return Comparison(name, measured)


def ratios(ours: Sequence[float], floor: Sequence[float]) -> list[float]:
    """Ours in parts of the floor's, round by round."""
    return [a / b for a, b in zip(ours, floor, strict=True)]
