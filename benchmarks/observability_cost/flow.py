"""How much of everything there is in a month, for a number of requests.

Requests come at random, evenly over the month. Whoever collects, as CloudWatch Logs does for a
record and Lambda for a batch, waits for the first and then for `window_s`: so it does so once in
`window_s + 1 / rate` seconds.
"""

from dataclasses import dataclass
from math import ceil

from benchmarks.observability_cost.sizes import line_bytes

MONTH_S = 730 * 3600
MOST_RECORD_BYTES = 1024 * 1024
"""Of the log events in one record."""
SHARDS = 4
"""That an on-demand stream has at first; a log stream writes to one of them."""
BATCH_WINDOW_S = 5
BATCH_RECORDS = 1000
"""Of the function's event source, as in infra/observability/metrics_function.py."""


@dataclass(frozen=True)
class Setting:
    """What an environment has, and how CloudWatch Logs fills the records."""

    window_s: float
    """Time for which lines of one log stream are collected into one record; 0: each alone."""
    endpoints: int = 3
    """Each with one variant and one model."""
    instances: int = 2
    """Of each endpoint, so log streams too."""

    @property
    def log_streams(self) -> int:
        """All of the environment."""
        return self.endpoints * self.instances


@dataclass(frozen=True)
class Flow:
    """Numbers of one month."""

    requests: float
    records: float
    """Of Kinesis, each also an object in S3."""
    invocations: float
    """Of the metrics function."""
    cells: float
    """Groups of metrics that the function prints: one for each variant in a batch."""


def flow(requests: float, setting: Setting) -> Flow:
    """The month of an environment."""
    records = setting.log_streams * collected(requests / setting.log_streams, setting.window_s)
    records = max(records, requests * line_bytes() / MOST_RECORD_BYTES)
    shards = min(SHARDS, setting.log_streams)
    invocations = shards * collected(records / shards, BATCH_WINDOW_S)
    invocations = max(invocations, records / BATCH_RECORDS)
    in_batch = requests / invocations
    there = min(setting.endpoints, ceil(setting.log_streams / shards))
    cells = there * (1 - (1 - 1 / there) ** in_batch) if there > 1 else 1.0
    return Flow(requests, records, invocations, invocations * cells)


def collected(arrivals: float, window_s: float) -> float:
    """How often something is handed on in a month in which so many arrive."""
    return MONTH_S / (window_s + MONTH_S / arrivals)
