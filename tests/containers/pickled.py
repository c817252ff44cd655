"""A body that runs code in whoever reads it as a pickle."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

NPY = "application/x-npy"


@dataclass
class Creating:
    """Creates a file when it is unpickled."""

    file: Path

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (str(self.file), "w")


def array_creating(file: Path) -> bytes:
    """An array in numpy's format, whose only element creates a file when it is read."""
    body = io.BytesIO()
    np.save(body, np.array([Creating(file)], dtype=object), allow_pickle=True)
    return body.getvalue()


def array_of(numbers: Any) -> bytes:
    """Numbers in numpy's format."""
    body = io.BytesIO()
    np.save(body, np.asarray(numbers), allow_pickle=False)
    return body.getvalue()
