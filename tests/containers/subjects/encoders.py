"""Embeddings of MiniLM, from two containers that take the same requests."""

import math
from functools import cache
from pathlib import Path
from typing import Any

from tests.containers.onnx.models import exported_minilm, original_minilm
from tests.containers.subjects.subject import Subject

COLOURS = ["red", "green", "a sea", "seven", "music", "to run", "Paris", "cold"]
LONG = " ".join(COLOURS * 30)


exported = cache(exported_minilm)


class Encoder(Subject):
    """MiniLM, asked in the form of Text Embeddings Inference."""

    operation = "embedding"
    malformed = {
        "no text": b'{"inputs": []}',
        "an empty text": b'{"inputs": ""}',
        "a text among others that is none": b'{"inputs": ["a", 7]}',
        "lists of lists": b'{"inputs": [["a"]]}',
        "two forms": b'{"inputs": "a", "input": "a"}',
        "a flag that is a text": b'{"inputs": "a", "truncate": "yes"}',
        "an operation that it lacks": b'{"messages": [{"role": "user", "content": "a"}]}',
        "a text with too many tokens": b'{"inputs": "%b"}' % (b"word " * 2000),
    }

    def folder(self) -> Path:
        """The model's files."""
        return original_minilm()

    def fill(self, folder: Path) -> None:
        for entry in self.folder().iterdir():
            (folder / entry.name).symlink_to(entry)

    def question(self, number: int, text: str = "") -> Any:
        return {"inputs": f"{text}{COLOURS[number]}"}

    def raw(self, text: bytes) -> bytes:
        return b'{"inputs":%b}' % text

    def long(self, times: int = 1) -> Any:
        return {"inputs": [LONG] * 60 * times, "truncate": True}

    def smallest(self) -> Any:
        return {"inputs": "a"}

    def are_same(self, one: Any, other: Any) -> bool:
        return math.dist(one[0], other[0]) < 0.001  # lengths are 1


class Onnx(Encoder):
    """One model, whose engine runs in the server's own process."""

    name = "onnx"
    container = "onnx"
    weights = "model.onnx"
    damages = {
        "empty": r"no model\.onnx in \S+, which holds nothing",
        "garbage": r"the sha256 of \S+model\.onnx is \w+, and lockgate\S*\.json says ",
        "short": r"the sha256 of \S+model\.onnx is \w+, and lockgate\S*\.json says ",
    }

    def folder(self) -> Path:
        return exported()


class ManyOnnx(Onnx):
    """Several models, each in a process of its own."""

    name = "onnx, multi-model"
    multi_model = True
    has_workers = True
    environment = {"SAGEMAKER_MULTI_MODEL": "true", "LOCKGATE_MODEL_MEMORY_MIB": "4000"}


class HuggingFace(Encoder):
    """One model, in the workers of Multi Model Server."""

    name = "huggingface"
    container = "huggingface"
    weights = "model.safetensors"
    has_workers = True
    environment = {"HF_TASK": "feature-extraction"}
    damages = {
        "empty": r"the model folder \S+ is empty",
        "garbage": r"\S+ as feature-extraction cannot be loaded: .*header too large",
        "short": r"\S+ as feature-extraction cannot be loaded: .*not fully covered",
    }

    def is_worker(self, command: str) -> bool:
        return "model_service_worker" in command
