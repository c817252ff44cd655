"""What ONNX Runtime computes on: the CPU, or a GPU where there is one."""

import logging
from collections.abc import Collection
from pathlib import Path

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"
MOST_TOKENS = {CPU: 512, CUDA: 16384}
"""Tokens of one run, padding included. On two cores a token takes as long in a run of 256 as in one
of 2,048, so that more would only let others wait; a GPU needs thousands to be busy."""
_log = logging.getLogger(__name__)


def choose_provider(available: Collection[str], devices: Collection[Path]) -> str:
    """Choose CUDA where this build of ONNX Runtime offers it and there is a device.

    A build for GPUs offers it on every machine, and so says nothing about devices.
    """
    if CUDA not in available:
        return CPU
    if not devices:
        _log.warning("there is no NVIDIA device; the model runs on the CPU")
        return CPU
    return CUDA


def nvidia_devices(folder: Path = Path("/dev")) -> list[Path]:
    """Return the devices that the driver offers to this container."""
    return sorted(folder.glob("nvidia[0-9]*"))
