"""Model folders for the container, made once on a machine and kept in the cache.

`exported_minilm()` is what other tests and benchmarks want: MiniLM, as the container serves it.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from infra.config.artifacts import fetch
from infra.config.digests import digest_of
from infra.config.files import regular_files
from infra.config.project import load_project
from infra.config.references import ReleaseReference
from lockgate.export.process import REQUIREMENTS, Export, run_export
from lockgate.local.containers.locking import file_lock
from tests.containers.onnx.environment import PROGRAMS, ROOT, cache, run

MINILM = ReleaseReference("all-minilm-l6-v2", 1)
_CODE = (ROOT / "containers/onnx/export", ROOT / "inference_code/handlers/onnx")


def original_minilm() -> Path:
    """The folder that its authors published."""
    path = fetch(load_project(ROOT).release(MINILM), root=ROOT, cache=cache())
    assert path is not None
    return path


def exported_minilm(*, int8: bool = False) -> Path:
    """The folder that the container serves."""
    original = original_minilm()
    return _exported(original, int8=int8)


def original_classifier() -> Path:
    """A small classifier of random weights: three labels."""

    def make(folder: Path) -> None:
        run("classifier.py", folder)

    return _kept(f"classifier {digest_of(PROGRAMS / 'classifier.py')}", make)


def exported_classifier() -> Path:
    """The same, as the container serves it."""
    return _exported(original_classifier(), int8=False)


def _exported(original: Path, *, int8: bool) -> Path:
    def make(folder: Path) -> None:
        wanted = Export(original, folder, int8=int8)
        asyncio.run(run_export(wanted, root=ROOT, cache=cache(), report=print))

    return _kept(f"export {digest_of(original)} {int8} {_code_digest()}", make)


def _code_digest() -> str:
    files = [file for folder in _CODE for file in regular_files(folder)]
    digests = [digest_of(file) for file in [ROOT / REQUIREMENTS, *files]]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _kept(description: str, make: Callable[[Path], None]) -> Path:
    """The folder of that description; made by one process, while others wait."""
    key = hashlib.sha256(description.encode()).hexdigest()[:32]
    return asyncio.run(_make_once(cache() / "exports" / key, make))


async def _make_once(path: Path, make: Callable[[Path], None]) -> Path:
    async with file_lock(path.with_suffix(".lock"), waiting=lambda: None):
        if not path.is_dir():
            with tempfile.TemporaryDirectory(dir=path.parent) as temporary:
                made = Path(temporary) / "model"
                await asyncio.to_thread(make, made)
                made.rename(path)
    return path
