"""Synth of the local environment against a bare app, in interleaved rounds.

All run as the CDK CLI runs them: a process of their own, with the flags of cdk.json. The bare app
runs twice in each round: as CDK makes it, and without CDK's own template validation, which app.py
leaves to cfn-lint in the tests. The artifact cache is filled before; the first round, which warms
the disk, is not counted.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks import synth_endpoints
from benchmarks.pairs import ratios

ROOT = Path(__file__).parents[1]
ROUNDS = 5
GOAL = 1.3


class App(NamedTuple):
    """An app to time."""

    name: str
    file: Path
    variables: Mapping[str, str] = {}


OURS = App("app.py, local environment", ROOT / "app.py")
BARE = App("bare app", ROOT / "benchmarks" / "bare_app.py")
LEAN = App("bare app, not validated", BARE.file, {"CDK_VALIDATION": "false"})
APPS = (OURS, BARE, LEAN)


def synth_seconds(app: App) -> float:
    """Wall-clock time of one synth into an empty folder."""
    flags = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    context = json.dumps({**flags, "environment": "local"})
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as out:
        environ = {**os.environ, **app.variables, "CDK_OUTDIR": out, "CDK_CONTEXT_JSON": context}
        start = time.perf_counter()
        subprocess.run([sys.executable, app.file], env=environ, check=True, capture_output=True)
        return time.perf_counter() - start


def measure(rounds: int) -> dict[str, list[float]]:
    """Times by the app's name, taken in turn so that a slow moment hits all."""
    taken = [{app.name: synth_seconds(app) for app in APPS} for _ in range(rounds + 1)]
    return {app.name: [times[app.name] for times in taken[1:]] for app in APPS}


def report(times: Mapping[str, list[float]]) -> list[str]:
    """The figures, line by line."""
    lines = [
        f"{name:26} median {statistics.median(taken):5.2f} s"
        f"  ({min(taken):.2f} to {max(taken):.2f} s, {len(taken)} runs)"
        for name, taken in times.items()
    ]
    for floor, goal in ((BARE, f"  (goal: at most {GOAL})"), (LEAN, "")):
        figure = statistics.median(ratios(times[OURS.name], times[floor.name]))
        lines.append(f"app.py / {floor.name}: {figure:.2f}{goal}")
    return lines


def main() -> None:
    """Measure and print."""
    (ROOT / "build").mkdir(exist_ok=True)
    sys.stdout.writelines(f"{line}\n" for line in report(measure(ROUNDS)))
    further = synth_endpoints.report(synth_endpoints.measure())
    sys.stdout.writelines(f"{line}\n" for line in further)


if __name__ == "__main__":
    main()
