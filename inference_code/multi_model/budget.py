"""The memory that loaded models share."""

import os
from collections.abc import Iterable
from pathlib import Path

from inference_code.settings import MEBIBYTE, Settings, SettingsError

RESERVE_MIB = 1536
"""Kept for the system and the server: the same that the fit of a model on a CPU instance keeps."""
_CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def total_memory(limits: Iterable[Path] = _CGROUP_LIMITS) -> int:
    """Return bytes: the machine's memory, or the container's limit if that is less."""
    sizes = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for file in limits:
        text = file.read_text().strip() if file.exists() else ""
        if text.isdecimal():  # `max` is: no limit
            sizes.append(int(text))
    return min(sizes)


def model_memory(settings: Settings, *, total: int) -> int:
    """Return bytes that all models may take together.

    Raises:
        SettingsError: nothing is left for them.
    """
    if settings.model_memory_mib is not None:
        return settings.model_memory_mib * MEBIBYTE
    left = total - RESERVE_MIB * MEBIBYTE
    if left <= 0:
        raise SettingsError(
            f"the container has {total // MEBIBYTE} MiB of memory, and {RESERVE_MIB} are kept for "
            "the system; take a larger instance, or set LOCKGATE_MODEL_MEMORY_MIB"
        )
    return left
