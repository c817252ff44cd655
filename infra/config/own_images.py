"""What the Dockerfile of a container of ours says about how it runs a model."""

from pathlib import Path
from typing import Literal

from infra.config.dockerfile.errors import DockerfileError
from infra.config.dockerfile.image import Image, read_stages
from infra.config.model_card import ManagedImage, ModelCard, Release
from infra.config.sources import FileSource, PypiSource

FOLDER = "containers"
HANDLER = "LOCKGATE_HANDLER"
MODEL_SERVER = "multi-model-server"
"""The handler behind which each parallel request has a worker: a process with its own model."""
FETCHES = "ai.lockgate.downloads=huggingface"
"""What the Dockerfile of a container says that downloads a model from Hugging Face at its start."""

HALF_BITS = 16
"""Fewer bits for a weight are integers."""
Form = Literal["one file", "a folder"]
ONNX = "onnx"
FORMS: dict[str, Form] = {"llamacpp": "one file", ONNX: "a folder"}
"""What a handler loads; one that is not named here decides for itself."""


def read_own_image(root: Path, release: Release) -> Image | None:
    """The last stage of the Dockerfile that a release runs in; None if there is no such file.

    Raises:
        DockerfileError: it does not parse.
    """
    if isinstance(release.container, ManagedImage):
        return None
    file = root / FOLDER / release.container / "Dockerfile"
    return read_stages(file)[-1] if file.is_file() else None


def own_image(root: Path, release: Release) -> Image | None:
    """The same, and None for a Dockerfile that does not parse, which a rule refuses."""
    try:
        return read_own_image(root, release)
    except DockerfileError:
        return None


def fetches(root: Path, release: Release) -> bool:
    """Whether the container downloads what HF_MODEL_ID and HF_MODEL_REVISION name."""
    image = own_image(root, release)
    return image is not None and says(image, FETCHES)


def says(image: Image, label: str) -> bool:
    """Whether an image has a label with a value, written NAME=VALUE."""
    return label in [f"{name}={value}" for name, value in image.labels.items()]


def model_workers(root: Path, release: Release) -> int:
    """Processes of Multi Model Server that each load the model; 0 without it."""
    image = own_image(root, release)
    if image is None or image.environment.get(HANDLER) != MODEL_SERVER:
        return 0
    return release.settings.parallel_requests


def wanted_form(root: Path, release: Release) -> Form | None:
    """What the weights must be for the container; None when it takes either, or nobody knows."""
    image = own_image(root, release)
    return FORMS.get(image.environment.get(HANDLER, "")) if image else None


def form_of(root: Path, release: Release) -> Form | None:
    """What the weights are; None when they are not on this machine, or a file is missing."""
    match release.source:
        case PypiSource() as source:
            return "a folder" if source.is_folder else "one file"
        case FileSource() as source if (path := root / source.path).exists():
            return "a folder" if path.is_dir() else "one file"
        case _:
            return None


def how_to_have(root: Path, card: ModelCard, release: Release) -> str:
    """What to do about weights of the project that are not there: a folder may be exported."""
    image, source = own_image(root, release), release.source
    if not isinstance(source, FileSource) or not image or image.environment.get(HANDLER) != ONNX:
        return "put it there; the path begins at the project's folder"
    original = next((number for number, one in card.releases.items() if _exports(root, one)), None)
    named = "FOLDER" if original is None else f"{card.name}@{original}"
    option = "--int8 " if release.bits_per_weight < HALF_BITS else ""
    return f"make it: lockgate export {option}{named} {source.path}"


def _exports(root: Path, release: Release) -> bool:
    """Whether a folder of weights can be what another one is exported from."""
    image = own_image(root, release)
    return form_of(root, release) == "a folder" and (
        image is None or image.environment.get(HANDLER) != ONNX
    )
