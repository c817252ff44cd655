"""What ONNX Runtime computes on: the CPU, or a GPU where there is one."""

import logging
from collections.abc import Collection
from pathlib import Path

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"
MOST_TOKENS = {CPU: 256, CUDA: 16384}
"""Tokens of one run, padding included. A core takes 275 us for each of 64 tokens and 250 for each
of 256 (MiniLM), and no less for more, which would only let others wait. That of CUDA is a guess: a
GPU needs thousands to be busy."""
SAVING = {CPU: 10, CUDA: 512}
"""Tokens that are computed in the time that a run costs beside its tokens: 2.4 ms on a core, where
a token takes 0.25 (MiniLM). That of CUDA is a guess."""
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
