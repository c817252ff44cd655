"""What weights must have for the container of ours that loads them, as far as names tell."""

from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from infra.config.files import regular_files
from infra.config.model_card import Release
from infra.config.own_images import handler_of
from infra.config.own_weights import LLAMA_CPP, ONNX, VLLM
from infra.config.sources import FileSource, PypiSource

NEEDED: dict[str, tuple[str, ...]] = {
    LLAMA_CPP: ("*.gguf",),
    ONNX: ("model.onnx", "tokenizer.json", "config.json"),
    VLLM: ("config.json",),
}
"""Files without which a server does not start; one that is not named here decides for itself."""


def lack_of(root: Path, release: Release) -> str | None:
    """What is wrong with the files of a release, after `which`; None if nothing is known to be.

    Args:
        root: the project's folder.
        release: its weights may lie in the project, or be one file of a wheel.
    """
    match release.source:
        case FileSource() as source if (folder := root / source.path).is_dir():
            return _lack_of_folder(folder, release, root)
        case FileSource() as source if (root / source.path).exists():
            return _lack_of_file(source.path, release, root)
        case PypiSource() as source if not source.is_folder:
            return _lack_of_file(source.member, release, root)
        case _:
            return None


def _lack_of_folder(folder: Path, release: Release, root: Path) -> str | None:
    if all(path.name.startswith(".") for path in regular_files(folder)):
        return "has no files"
    handler = handler_of(root, release.container)
    names = [path.name for path in folder.iterdir() if path.is_file()]
    needed = NEEDED.get(handler or "", ())
    missing = [each for each in needed if not any(fnmatch(name, each) for name in names)]
    if missing:
        return f"has no {' and no '.join(missing)}"
    models = [name for name in names if name.endswith(".gguf")]
    if handler == LLAMA_CPP and len(models) > 1:
        return f"has {len(models)} .gguf files, of which there must be one"
    return None


def _lack_of_file(path: str, release: Release, root: Path) -> str | None:
    is_gguf = PurePosixPath(path).suffix == ".gguf"
    needs_gguf = handler_of(root, release.container) == LLAMA_CPP
    return "is no .gguf file" if needs_gguf and not is_gguf else None
