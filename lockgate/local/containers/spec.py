"""What to run: one container with its variables and its model."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ContainerSpec:
    """All that decides what an instance of a container does."""

    folder: Path
    """Folder with the Dockerfile, such as `containers/llamacpp`; relative to the project root."""
    environment: Mapping[str, str]
    """Variables of the SageMaker Model; they win over the Dockerfile's ENV."""
    model_dir: Path
    """Folder that the container sees as `$SAGEMAKER_BASE_DIR/model`. Linked, and only read."""
    notice: str | None = None
    """First line of each instance's log, such as the one that names a stand-in."""
    memory_mib: int | None = None
    """Private memory that each of its processes may have; the kernel refuses more."""
