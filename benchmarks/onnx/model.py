"""Gets the container `onnx` ready, with a model that is exported for it."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.container import CACHE, ROOT, Container, prepare, weights
from lockgate.export.process import Export, run_export

MODEL = "all-minilm-l6-v2@1"


@contextmanager
def exported() -> Iterator[Container]:
    """The container with MiniLM, exported anew for this benchmark."""
    original = weights(MODEL)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "model"
        asyncio.run(run_export(Export(original, target), root=ROOT, cache=CACHE, report=print))
        yield prepare("onnx", target)
