"""The metrics function: speed, memory, cold import and size.

Its speed is compared with gunzip and orjson alone on the same records, in one process and in turn.
S3 takes everything at once, so what is measured is the function's own work. Memory is what Python
allocates while it works, the batch itself not counted. A cold import is a process that imports the
handler and makes its client, against one that makes a client of boto3.
"""

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from importlib.metadata import files
from pathlib import Path

from benchmarks.metrics_batch import batch, floor, offline, unpack
from benchmarks.pairs import ratios
from functions.metrics.handler import on_records

ROOT = Path(__file__).parents[1]
PAIRS = 9
LINES = 50_000
LINES_PER_RECORD = (1, 10, 100, 1000)
SPEED_GOAL = 0.4
MEMORY_LINES = (10_000, 100_000, 1_000_000)
COLD_OURS = "from functions.metrics import clients, handler; clients.s3()"
COLD_BARE = "import boto3; boto3.client('s3', region_name='eu-west-1')"
COLD_GOAL = 3
FOLDERS = ("functions/metrics", "functions/emf")
SIZE_GOAL_MB = 10


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock time of some work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def speed(per_record: int) -> list[float]:
    """The function's speed in parts of the floor's, pair by pair; a first pair only warms up."""
    event = batch(LINES, per_record=per_record)
    data = unpack(event)
    with offline():
        pairs = [
            (seconds(lambda: floor(data)), seconds(lambda: on_records(event, None)))
            for _ in range(PAIRS + 1)
        ]
    return ratios([pair[0] for pair in pairs[1:]], [pair[1] for pair in pairs[1:]])


def peak_mb(lines: int) -> float:
    """The most that the function has allocated at once while it worked on a batch."""
    event = batch(lines, per_record=1000)
    with offline():
        tracemalloc.start()
        on_records(event, None)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak / 1e6


def cold() -> list[float]:
    """Time until the function has its client, in parts of a bare client's, pair by pair."""
    taken = [[_process_seconds(code) for code in (COLD_OURS, COLD_BARE)] for _ in range(PAIRS + 1)]
    return ratios([pair[0] for pair in taken[1:]], [pair[1] for pair in taken[1:]])


def size_mb() -> float:
    """Unpacked size of what is deployed: our code, and msgspec for this interpreter."""
    ours = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    theirs = [Path(str(path.locate())) for path in files("msgspec") or ()]
    return sum(path.stat().st_size for path in ours + theirs if path.is_file()) / 1e6


def report() -> list[str]:
    """The figures, line by line."""
    lines = []
    for per_record in LINES_PER_RECORD:
        name = f"metrics function / gunzip and orjson, {per_record} lines in a record"
        lines.append(f"{name:60} {_spread(speed(per_record))}  (goal: at least {SPEED_GOAL})")
    lines += [
        f"metrics function, memory at {count:9,} lines: {peak_mb(count):6.1f} MB  (goal: flat)"
        for count in MEMORY_LINES
    ]
    lines.append(
        f"metrics function, cold import / bare client: {_spread(cold())}  (goal: under {COLD_GOAL})"
    )
    lines.append(f"metrics function, size: {size_mb():.1f} MB  (goal: under {SIZE_GOAL_MB})")
    return lines


def _spread(figures: list[float]) -> str:
    return (
        f"{statistics.median(figures):.2f}"
        f"  ({min(figures):.2f} to {max(figures):.2f}, {len(figures)} pairs)"
    )


def _process_seconds(code: str) -> float:
    environ = {"AWS_DEFAULT_REGION": "eu-west-1"}
    command = [sys.executable, "-c", code]
    return seconds(lambda: subprocess.run(command, cwd=ROOT, env=environ, check=True))


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report())
