"""The folder that the container serves."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from containers.onnx.export.equality import compare
from containers.onnx.export.graph import write_graph
from containers.onnx.export.integers import quantize
from containers.onnx.export.original import Original
from containers.onnx.export.verdict import Verdict
from inference_code.handlers.onnx.description import CONFIG, MODEL, NAME, TOKENIZER, Description
from inference_code.handlers.onnx.origin import Task, describe

Report = Callable[[str], None]
_FLOATS = "floats.onnx"


class DifferentError(Exception):
    """The exported model does not say what the original says."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"the exported model differs from the original: {verdict}")


def export(source: Path, target: Path, *, task: Task | None, int8: bool, report: Report) -> Verdict:
    """Write the folder, or nothing; return how equal its model is to the original.

    Raises:
        LoadError: the source is no model that can be exported.
        DifferentError: the result says something else.
    """
    description = describe(source, task)
    report(f"loading the {description.task} model")
    original = Original(source, description)
    with _work_folder(target) as base:
        folder = base / "model"
        folder.mkdir()
        _write_model(original, folder, int8=int8, report=report)
        _copy(source, original, folder)
        (folder / NAME).write_bytes(_describe(description, folder))
        report("comparing it with the original")
        verdict = compare(original, base, int8=int8)
        if not verdict.holds:
            raise DifferentError(verdict)
        folder.rename(target)
    return verdict


def _write_model(original: Original, folder: Path, *, int8: bool, report: Report) -> None:
    report("recording the graph")
    if not int8:
        write_graph(original, folder / MODEL)
        return
    floats = folder.parent / _FLOATS
    write_graph(original, floats)
    report("quantizing the weights")
    quantize(floats, folder / MODEL)


def _copy(source: Path, original: Original, folder: Path) -> None:
    """Older folders have a tokenizer in other files, of which Transformers makes the newer one."""
    shutil.copyfile(source / CONFIG, folder / CONFIG)
    if (source / TOKENIZER).is_file():
        shutil.copyfile(source / TOKENIZER, folder / TOKENIZER)
    else:
        original.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))


def _describe(description: Description, folder: Path) -> bytes:
    digests = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.iterdir())
    }
    said = description.model_copy(update={"sha256": digests})
    return orjson.dumps(said.model_dump(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


@contextmanager
def _work_folder(target: Path) -> Iterator[Path]:
    """A folder beside the target, so that the finished one gets its name in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as base:
        yield Path(base)
