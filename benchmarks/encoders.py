"""The cases of all containers that make vectors of texts."""

import argparse
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from benchmarks.load import AT_ONCE
from benchmarks.pairs import Comparison, Round, compare
from benchmarks.texts import KINDS, SHARES

Load = Callable[..., Awaitable[Round]]
"""Takes `kind`, `at_once` and `requests` by their names."""


async def measure(
    ours: Load, peers: Mapping[str, Load], options: argparse.Namespace
) -> list[Comparison]:
    """Compare ours with each peer, by its name, for each kind of text and number at once."""
    comparisons = []
    for kind in KINDS:
        for at_once in AT_ONCE:
            what = {"kind": kind, "at_once": at_once, "requests": options.requests // SHARES[kind]}
            case, own = f"{kind}s, {at_once} at once", partial(ours, **what)
            for name, peer in peers.items():
                theirs = partial(peer, **what)
                comparisons.append(await compare(case, own, theirs, name=name, pairs=options.pairs))
    return comparisons
