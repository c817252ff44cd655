"""How long the whole local environment takes to deploy, against one endpoint of it.

Each deployment goes to a local AWS of its own that has just started, account preparation and synth
included, by the command that a user types. Both are taken in turn, so that a slow moment of the
machine hits both; a first round, which fills the caches, is not counted. The endpoints come up side
by side, so the whole should take much less than the sum.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pairs import ratios
from infra.config.project import load_project
from lockgate.addresses import LOCAL
from lockgate.local import detached, lifecycle, ports
from lockgate.local.state import StateFolder

ROOT = Path(__file__).parents[1]
ROUNDS = 3
ONE = "smoke"


@contextmanager
def fresh_local_aws() -> Iterator[None]:
    """A local AWS with nothing in it."""
    if StateFolder(ROOT).read():
        sys.exit("a local AWS runs already, and may not be empty; stop it: lockgate local down")
    detached.start_detached(ROOT, port=ports.free_port())
    try:
        yield
    finally:
        lifecycle.stop(ROOT)


def deploy_seconds(*endpoints: str) -> float:
    """Wall-clock time of `lockgate deploy local [ENDPOINT]`, bootstrap included."""
    with fresh_local_aws():
        began = time.perf_counter()
        command = [sys.executable, "-m", "lockgate", "deploy", LOCAL, *endpoints]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return time.perf_counter() - began


def report(whole: list[float], one: list[float], *, endpoints: int) -> list[str]:
    """The figures, line by line."""
    figure = statistics.median(ratios(whole, one))
    return [
        _line(f"local environment, {endpoints} endpoints", whole),
        _line(f"local/{ONE} alone", one),
        f"whole environment / one endpoint: {figure:.2f}  (one after the other: {endpoints})",
    ]


def _line(name: str, taken: list[float]) -> str:
    low, high = min(taken), max(taken)
    return f"{name:32} median {statistics.median(taken):5.1f} s  ({low:.1f} to {high:.1f} s)"


def main() -> None:
    """Measure and print."""
    endpoints = len(load_project(ROOT).environments[LOCAL].endpoints)
    rounds = [(deploy_seconds(), deploy_seconds(ONE)) for _ in range(ROUNDS + 1)][1:]
    lines = report([a for a, _ in rounds], [b for _, b in rounds], endpoints=endpoints)
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
