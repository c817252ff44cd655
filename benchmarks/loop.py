"""The loop of a bare engine: runs with a container's packages, and has nothing of its code.

It prints a line once the model is loaded. Then each line that it reads is `TEXTS RUNS KIND`, and
each that it prints the seconds that these runs took together.
"""

import sys
import time
from collections.abc import Callable

from benchmarks.texts import text_of


def answer_lines(embed: Callable[[list[str]], object]) -> None:
    """Do what the lines say, until there are no more."""
    _say("loaded")
    for line in sys.stdin:
        texts, runs, kind = line.split()
        began = time.perf_counter()
        for run in range(int(runs)):
            first = run * int(texts)
            embed([text_of(kind, number) for number in range(first, first + int(texts))])
        _say(f"{time.perf_counter() - began}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
