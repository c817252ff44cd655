"""How many GPUs the container has."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LISTED = re.compile(r"GPU \d+:")
"""How `nvidia-smi -L` begins the line of a GPU."""
DEVICE = re.compile(r"nvidia\d+")
"""The file in /dev of a GPU, which NVIDIA's container runtime brings into the container."""
NAMES = ("GPU-", "MIG-")
"""How CUDA_VISIBLE_DEVICES names a device that it does not number."""
PATIENCE_S = 60
"""`nvidia-smi` may have to start the driver first."""


class DeviceError(Exception):
    """The GPUs of the container cannot serve the model."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What can be asked about GPUs without starting CUDA."""

    environ: Mapping[str, str]
    files: Sequence[str]
    """Names of the files in /dev."""
    listed: Sequence[str] | None
    """Lines of `nvidia-smi -L`; None where it is missing or fails."""


def look(environ: Mapping[str, str]) -> Facts:
    """Ask this machine."""
    return Facts(
        environ=environ, files=[path.name for path in Path("/dev").iterdir()], listed=_listed()
    )


def _listed() -> list[str] | None:
    command = ["nvidia-smi", "-L"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.splitlines()


def count_devices(facts: Facts) -> int:
    """GPUs that CUDA will see.

    Raises:
        DeviceError: there is none.
    """
    present = _present(facts)
    chosen = facts.environ.get("CUDA_VISIBLE_DEVICES")
    count = present if chosen is None else _chosen(chosen, present)
    if count == 0:
        raise DeviceError(
            f"no GPU is visible to this container: {_evidence(facts)}. vLLM needs one: use a GPU "
            "instance, such as ml.g6.2xlarge, or a release whose container runs on CPUs"
        )
    return count


def _present(facts: Facts) -> int:
    """GPUs in the container. NVIDIA's runtime has applied NVIDIA_VISIBLE_DEVICES already."""
    listed = sum(LISTED.match(line) is not None for line in facts.listed or ())
    return listed or sum(DEVICE.fullmatch(name) is not None for name in facts.files)


def _chosen(text: str, present: int) -> int:
    """GPUs that CUDA_VISIBLE_DEVICES leaves: those before the first entry that is not valid.

    Source: CUDA C++ Programming Guide, "CUDA Environment Variables".
    """
    count = 0
    for entry in text.split(","):
        name = entry.strip()
        if not name.startswith(NAMES) and not (name.isdecimal() and int(name) < present):
            break
        count += 1
    return min(count, present)


def _evidence(facts: Facts) -> str:
    listed = "cannot be asked" if facts.listed is None else "lists none"
    variables = [
        f"{name} is {facts.environ[name]!r}"
        for name in ("CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES")
        if name in facts.environ
    ]
    shown = [] if _present(facts) else [f"nvidia-smi {listed}", "/dev has no nvidia0"]
    return ", ".join([*shown, *variables])
