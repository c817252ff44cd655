"""A loop around an engine without a server, in a process of its own that has loaded the model."""

import asyncio
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from benchmarks.container import ROOT, Container
from benchmarks.pairs import Round


class BareLoop:
    """The side of the loop that asks; see `benchmarks.loop` for the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, *, kind: str, texts: int, runs: int) -> float:
        """Let it do so many runs, of so many texts each; the seconds."""
        if self._process.stdin is None:
            raise RuntimeError("the loop has no input")
        self._process.stdin.write(f"{texts} {runs} {kind}\n")
        self._process.stdin.flush()
        return float(self.read())

    def read(self) -> str:
        """The next line that it prints."""
        if self._process.stdout is None or not (line := self._process.stdout.readline()):
            raise RuntimeError("the bare engine did not start; the reason is above")
        return line


@contextmanager
def bare_loop(
    container: Container, module: str, environ: Mapping[str, str] | None = None
) -> Iterator[BareLoop]:
    """Run a module of ours with the container's packages; gives the loop, once it has loaded."""
    command = [container.python, "-m", module, str(container.model)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**container.environ, **(environ or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        loop = BareLoop(process)
        loop.read()
        yield loop
    finally:
        process.communicate()


async def batched(loop: BareLoop, *, kind: str, at_once: int, requests: int) -> Round:
    """As many texts in each run as requests would be under way at once."""
    runs = requests // at_once
    seconds = await asyncio.to_thread(loop.run, kind=kind, texts=at_once, runs=runs)
    return Round(runs * at_once / seconds, seconds / runs)


async def one_by_one(loops: Sequence[BareLoop], *, kind: str, at_once: int, requests: int) -> Round:
    """One text in each run, in as many loops as there are requests for.

    The latency is what a request would have if it waited for its turn and for nothing else.
    """
    busy = loops[:at_once]
    runs = requests // len(busy)
    each = (asyncio.to_thread(loop.run, kind=kind, texts=1, runs=runs) for loop in busy)
    rate = runs * len(busy) / max(await asyncio.gather(*each))
    return Round(rate, at_once / rate)
