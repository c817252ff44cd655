"""docs/containers/contract.md, made from the tests: `python -m tests.containers.contract.table`."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.containers.contract.applicability import chosen
from tests.containers.platform import ROOT
from tests.containers.subjects import SUBJECTS

PAGE = ROOT / "docs" / "containers" / "contract.md"
ABOUT_ITSELF = "test_table"
WORDS = {"http": "HTTP", "json": "JSON", "sigterm": "SIGTERM", "stdout": "stdout"}
BEGINNING = """\
# The contract of the containers

What SageMaker and its clients may expect of a container, and which tests hold it to that. Each \
container is started as the platform starts it: its ENTRYPOINT with `serve`, its environment, a \
model folder that is only read, the given port. The models are real: SmolLM2 for `llamacpp`, \
MiniLM for `onnx` and `huggingface`, a small classifier for `toolkit`.

```sh
.venv/bin/pytest tests/containers/contract                  # all of it
.venv/bin/pytest tests/containers/contract -k "toolkit"     # one container
```

An empty cell is a condition that does not apply: `onnx`, `huggingface` and `toolkit` do not \
stream, one model alone has no multi-model API, and an engine in the server's own process is no \
worker that could be lost. `onnx-cuda` and `toolkit-cuda` run the code of `onnx` and `toolkit`; \
`vllm` has tests [of its own](vllm.md#what-was-seen-and-what-was-not), because it needs a GPU.

This page is written by `.venv/bin/python -m tests.containers.contract.table`, and a test compares \
it with the tests.
"""


def render() -> str:
    """The whole page."""
    sections = [_section(module) for module in _modules()]
    return "\n".join([BEGINNING, *sections])


def _modules() -> Iterator[ModuleType]:
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        if file.stem != ABOUT_ITSELF:
            yield import_module(f"{__package__}.{file.stem}")


def _section(module: ModuleType) -> str:
    title = (module.__doc__ or "").partition("\n")[0].rstrip(".")
    names = " | ".join(f"{subject}" for subject in SUBJECTS)
    rows = [f"| {sentence} | {' | '.join(cells)} |" for sentence, cells in _rows(module)]
    rule = "|---|" + ":-:|" * len(SUBJECTS)
    return "\n".join([f"## {title}", "", f"| | {names} |", rule, *rows, ""])


def _rows(module: ModuleType) -> Iterator[tuple[str, list[str]]]:
    shared = _marks(getattr(module, "pytestmark", []))
    for name, test in vars(module).items():
        if name.startswith("test_"):
            about = chosen([*shared, *_marks(getattr(test, "pytestmark", []))])
            yield _sentence(name), ["✓" if subject in about else "" for subject in SUBJECTS]


def _marks(found: Any) -> list[pytest.Mark]:
    marks = found if isinstance(found, list) else [found]
    return [mark.mark if isinstance(mark, pytest.MarkDecorator) else mark for mark in marks]


def _sentence(name: str) -> str:
    words = [WORDS.get(word, word) for word in name.removeprefix("test_").split("_")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
