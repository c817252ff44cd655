"""Two ways of the same work, measured in turn, so that a slow moment of the machine hits both."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from benchmarks.command_line import tell


@dataclass(frozen=True)
class Round:
    """What one way achieved in one round."""

    requests_per_s: float
    latency_s: float
    """Median of its requests; where the first token counts, of the times to it."""


Way = Callable[[], Awaitable[Round]]


@dataclass(frozen=True)
class Comparison:
    """Ours and a peer in one case: rounds of each, one right after the other."""

    case: str
    peer: str
    pairs: Sequence[tuple[Round, Round]]

    @property
    def ratios(self) -> list[float]:
        """Our requests/s in parts of the peer's, pair by pair."""
        return [own.requests_per_s / theirs.requests_per_s for own, theirs in self.pairs]

    @property
    def added_ms(self) -> list[float]:
        """Our latency less the peer's, pair by pair."""
        return [(own.latency_s - theirs.latency_s) * 1000 for own, theirs in self.pairs]


async def compare(case: str, ours: Way, peer: Way, *, name: str, pairs: int) -> Comparison:
    """Measure both in turn; every second pair begins with the peer. A first pair only warms up.

    `name` is what the tables call the peer.
    """
    tell(f"measuring {case}, against {name}")
    measured = []
    for position in range(-1, pairs):
        if position % 2:
            theirs, own = await peer(), await ours()
        else:
            own, theirs = await ours(), await peer()
        measured.append((own, theirs))
    return Comparison(case, name, measured[1:])


def ratios(ours: Sequence[float], floor: Sequence[float]) -> list[float]:
    """Ours in parts of the floor's, round by round."""
    return [a / b for a, b in zip(ours, floor, strict=True)]
