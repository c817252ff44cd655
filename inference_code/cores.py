"""How many cores this container may use, of those that the machine has."""

import math
import os
from collections.abc import Iterator
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")


def usable_cores(cgroups: Path = _CGROUPS) -> int:
    """Cores that the scheduler gives to this process, or the container's quota if that is less.

    Engines count the machine's, and would start more threads than may run at once.
    """
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    return max(1, min([cores, *_quotas(cgroups)]))


def fewer_cores(cgroups: Path = _CGROUPS) -> int | None:
    """`usable_cores()` where the machine has more; None for engines that choose well by it."""
    cores = usable_cores(cgroups)
    return cores if cores < (os.cpu_count() or 1) else None


def _quotas(cgroups: Path) -> Iterator[int]:
    """Quotas in whole cores, rounded up; by version 2 of cgroups, then by version 1."""
    words = _words(cgroups / "cpu.max")
    words = words or [
        *_words(cgroups / "cpu" / "cpu.cfs_quota_us"),
        *_words(cgroups / "cpu" / "cpu.cfs_period_us"),
    ]
    if len(words) == 2 and words[0].isdecimal():  # `max` and `-1` are: no limit
        yield math.ceil(int(words[0]) / int(words[1]))


def _words(file: Path) -> list[str]:
    return file.read_text().split() if file.is_file() else []
