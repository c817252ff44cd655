"""What a further endpoint adds to a synth, by kind: many endpoints against one, in turn.

Each kind is taken from the local environment, and repeated. Constructing and synthesising is timed
within one process, because what an app costs before its first endpoint is another figure.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from infra.config.artifacts import default_cache, fetch
from infra.config.endpoints import Endpoint
from infra.config.project import Project, load_project
from infra.stage import EnvironmentStage
from infra.synthesis import new_app

ROOT = Path(__file__).parents[1]
ENVIRONMENT = "local"
MANY = 21
PAIRS = 5
GOAL_MS = 30
MIXED = "all kinds in turn"


def synth_seconds(project: Project, endpoints: Mapping[str, Endpoint]) -> float:
    """Wall-clock time of one synth of the local environment with other endpoints."""
    environment = project.environments[ENVIRONMENT].model_copy(update={"endpoints": endpoints})
    changed = Project(project.root, {ENVIRONMENT: environment}, project.models)
    cache = default_cache(os.environ)
    artifacts = partial(fetch, root=ROOT, cache=cache)
    flags = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as out:
        start = time.perf_counter()
        app = new_app(out=out, context=flags)
        EnvironmentStage(app, ENVIRONMENT, project=changed, fetch=artifacts, cache=cache)
        app.synth()
        return time.perf_counter() - start


def repeated(kinds: list[Endpoint], count: int) -> dict[str, Endpoint]:
    """As many endpoints as wanted, of the kinds in turn."""
    return {f"endpoint{index}": kinds[index % len(kinds)] for index in range(count)}


def added_ms(project: Project, kinds: list[Endpoint]) -> list[float]:
    """Milliseconds that each further endpoint adds, pair by pair; a first pair only warms up."""
    pairs = [
        [synth_seconds(project, repeated(kinds, count)) for count in (1, MANY)]
        for _ in range(PAIRS + 1)
    ]
    return [(many - one) / (MANY - 1) * 1000 for one, many in pairs[1:]]


def measure() -> dict[str, list[float]]:
    """Milliseconds of each further endpoint, by kind."""
    project = load_project(ROOT, only=[ENVIRONMENT])
    endpoints = project.environments[ENVIRONMENT].endpoints.values()
    by_kind: dict[str, Endpoint] = {endpoint.kind: endpoint for endpoint in endpoints}
    taken = {kind: added_ms(project, [endpoint]) for kind, endpoint in by_kind.items()}
    return {**taken, MIXED: added_ms(project, list(by_kind.values()))}


def report(taken: Mapping[str, list[float]]) -> list[str]:
    """The figures, line by line."""
    return [
        f"{kind:26} each further endpoint {statistics.median(figures):5.1f} ms"
        f"  ({min(figures):.1f} to {max(figures):.1f} ms, {len(figures)} pairs"
        f" of {MANY} and 1; goal: under {GOAL_MS})"
        for kind, figures in taken.items()
    ]
