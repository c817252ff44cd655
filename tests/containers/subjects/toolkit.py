"""One's own handler on Multi Model Server: the image's example, which takes its time."""

from pathlib import Path
from typing import Any

import orjson

from tests.containers.platform import ROOT
from tests.containers.subjects.subject import Subject

SLOW = '''

import time

of_rows, predict_at_once = input_fn, predict_fn


def input_fn(body: str | bytes, content_type: str) -> Any:
    """As before, or an object of rows and a text, whose code points are added to each number."""
    document = json.loads(body)
    if not isinstance(document, dict) or document.keys() != {"rows", "text"}:
        return of_rows(body, content_type)
    added = sum(map(ord, document["text"])) / 1e7
    return of_rows(json.dumps(document["rows"]), content_type) * (1 + added)


def predict_fn(rows: Any, model: dict[str, Any]) -> list[dict[str, Any]]:
    """As before, but a thousand rows take two seconds, and more on a machine that is busy."""
    for _ in rows:
        time.sleep(0.002)
    return predict_at_once(rows, model)
'''
LABELS = ["zero", "one", "two", "three", "four", "five", "six", "seven"]
LINEAR = {
    "labels": LABELS,
    "weights": [[float(row == column) for column in range(8)] for row in range(8)],
    "bias": [0.0] * 8,
}


class Toolkit(Subject):
    """A handler that the model brings, in the workers of Multi Model Server."""

    name = "toolkit"
    container = "toolkit"
    has_workers = True
    weights = "model.json"
    damages = {
        "empty": r"the model in \S+ cannot be loaded: FileNotFoundError: .*model\.json",
        "garbage": r"the model in \S+ cannot be loaded: JSONDecodeError: Expecting value",
        "short": r"the model in \S+ cannot be loaded: JSONDecodeError: Expecting ',' delimiter",
    }
    accepted = frozenset({"a number as the text", "a boolean as the text"})  # rows of numbers

    def fill(self, folder: Path) -> None:
        (folder / self.weights).write_bytes(orjson.dumps(LINEAR))
        (folder / "code").mkdir()
        example = (ROOT / "containers" / "toolkit" / "inference.py").read_text()
        (folder / "code" / "inference.py").write_text(example + SLOW)

    def question(self, number: int, text: str = "") -> Any:
        rows = [[float(number == column) for column in range(8)]]
        return {"rows": rows, "text": text} if text else rows

    def raw(self, text: bytes) -> bytes:
        return b"[[%b,0,0,0,0,0,0,0]]" % text

    def long(self, times: int = 1) -> Any:
        return self.question(0) * 2000 * times

    def smallest(self) -> Any:
        return self.question(0)

    def are_same(self, one: Any, other: Any) -> bool:
        return bool(one == other)

    def is_worker(self, command: str) -> bool:
        return "model_service_worker" in command


class ManyToolkit(Toolkit):
    """Several models, each with its own handler and workers."""

    name = "toolkit, multi-model"
    multi_model = True
    environment = {"SAGEMAKER_MULTI_MODEL": "true"}
