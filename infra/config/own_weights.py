"""How a container of ours loads the weights of a release."""

from pathlib import Path
from typing import Literal

from infra.config.model_card import ModelCard, Release
from infra.config.own_images import handler_of
from infra.config.sources import FileSource, PypiSource

MODEL_SERVER = "multi-model-server"
"""The handler behind which each parallel request has a worker: a process with its own model."""
LLAMA_CPP = "llamacpp"
ONNX = "onnx"
VLLM = "inference_code.vllm"
"""The module that starts vLLM's own server, which has no handler."""
HALF_BITS = 16
"""Fewer bits for a weight are integers."""
Form = Literal["one file", "a folder"]
FORMS: dict[str | None, Form] = {LLAMA_CPP: "one file", ONNX: "a folder", VLLM: "a folder"}
"""What a handler loads; one that is not named here decides for itself."""


def model_workers(root: Path, release: Release) -> int:
    """Processes of Multi Model Server that each load the model; 0 without it."""
    if handler_of(root, release.container) != MODEL_SERVER:
        return 0
    return release.settings.parallel_requests


def wanted_form(root: Path, release: Release) -> Form | None:
    """What the weights must be for the container; None when it takes either, or nobody knows."""
    return FORMS.get(handler_of(root, release.container))


def form_of(root: Path, release: Release) -> Form | None:
    """What the weights are; None when they are not on this machine, or a file is missing."""
    match release.source:
        case PypiSource() as source:
            return "a folder" if source.is_folder else "one file"
        case FileSource() as source if (path := root / source.path).exists():
            return "a folder" if path.is_dir() else "one file"
        case _:
            return None


def export_command(root: Path, card: ModelCard, release: Release) -> str | None:
    """The command that makes weights in the project; None where they are not exported."""
    source = release.source
    if not isinstance(source, FileSource) or handler_of(root, release.container) != ONNX:
        return None
    originals = (number for number, other in card.releases.items() if _is_original(root, other))
    original = next(originals, None)
    named = "FOLDER" if original is None else f"{card.name}@{original}"
    return export_of(named, source.path, release)


def export_of(original: str, target: str, release: Release) -> str:
    """The command that exports a release or a folder in as many bits as another release has."""
    option = "--int8 " if release.bits_per_weight < HALF_BITS else ""
    return f"lockgate export {option}{original} {target}"


def _is_original(root: Path, release: Release) -> bool:
    """Whether the weights are what others are exported from."""
    return form_of(root, release) == "a folder" and handler_of(root, release.container) != ONNX
