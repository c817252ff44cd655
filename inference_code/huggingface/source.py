"""Where the files of the model are: the model folder, or the hub of Hugging Face."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from inference_code.handler import LoadError

MODEL_ID = "HF_MODEL_ID"
REVISION = "HF_MODEL_REVISION"
TOKENS = ("HF_TOKEN", "HF_API_TOKEN")
"""The hub's own variable, and the toolkit's."""
OFFLINE = "HF_HUB_OFFLINE"
_NO_MODEL = {"code", "lockgate.json"}
"""What may lie in the model folder beside a model."""
_OTHER_FRAMEWORKS = (
    *("*.h5", "*.msgpack", "*.onnx", "*.ot", "*.tflite", "*.mlmodel", "*.ckpt", "*.tar.gz"),
    *("onnx/*", "openvino/*", "coreml/*"),
)
_PICKLED = ("*.bin", "*.pt", "*.pth")


@dataclass(frozen=True)
class Source:
    """A folder with a model."""

    folder: Path
    gguf: str | None = None
    """Name of the GGUF file in it, if that is what there is."""


def has_model(folder: Path) -> bool:
    """Whether the model folder holds more than code."""
    return folder.is_dir() and any(entry.name not in _NO_MODEL for entry in folder.iterdir())


def offline(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The variable that keeps Transformers from the network, if the model is here.

    A tokenizer or a configuration that is incomplete would else be asked for at the hub, which a
    model without a way out of its network waits for, for minutes. What an operator has set stays.
    To be set before `huggingface_hub` is imported, which reads it once.
    """
    return {OFFLINE: "1"} if has_model(folder) and OFFLINE not in environ else {}


def check_source(environ: Mapping[str, str], folder: Path) -> None:
    """Tell what to put into the model folder, if there is neither a model nor a name of one.

    Raises:
        LoadError: the folder is empty, and HF_MODEL_ID is not set.
    """
    if not has_model(folder) and not environ.get(MODEL_ID):
        raise LoadError(
            f"the model folder {folder} is empty, and {MODEL_ID} is not set: put a folder as "
            "Transformers saves it there (config.json, tokenizer.json, model.safetensors) or one "
            f".gguf file, or set {MODEL_ID} to a model of the hub"
        )


def find_source(environ: Mapping[str, str], folder: Path) -> Source:
    """The model in the folder; if there is none, the one of HF_MODEL_ID, which is downloaded.

    Raises:
        LoadError: there is neither, there are several GGUF files, or the download fails.
    """
    check_source(environ, folder)
    return _in_folder(folder if has_model(folder) else _download(environ[MODEL_ID], environ))


def _in_folder(folder: Path) -> Source:
    files = sorted(path.name for path in folder.glob("*.gguf"))
    if not files or (folder / "config.json").is_file():
        return Source(folder)
    if len(files) > 1:
        raise LoadError(
            f"{len(files)} .gguf files in {folder} ({', '.join(files)}); keep exactly one"
        )
    return Source(folder, files[0])


def _download(name: str, environ: Mapping[str, str]) -> Path:
    """Fetch what PyTorch reads; weights that are pickled only where there are no others."""
    hub = import_module("huggingface_hub")
    revision = environ.get(REVISION)
    token = next((environ[each] for each in TOKENS if environ.get(each)), None)
    try:
        files = hub.HfApi(token=token).list_repo_files(name, revision=revision)
        pickled = _PICKLED if any(file.endswith(".safetensors") for file in files) else ()
        folder = hub.snapshot_download(
            name, revision=revision, token=token, ignore_patterns=[*_OTHER_FRAMEWORKS, *pickled]
        )
    except Exception as error:  # of the hub, of HTTP, of the file system
        at = f" at {revision}" if revision else ""
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise LoadError(f"{MODEL_ID} {name}{at} cannot be downloaded: {reason}") from error
    return Path(folder)
