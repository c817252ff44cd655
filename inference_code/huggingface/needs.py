"""What a task needs beside torch: packages and programs, looked for before its model is loaded."""

import shutil
from importlib.util import find_spec

from inference_code.handler import LoadError

PACKAGES = {
    "document-question-answering": "pytesseract",
    "mask-generation": "torchvision",
    "table-question-answering": "pandas",
    "text-to-image": "diffusers",
}
"""Packages that Transformers 4.57.6, or the toolkit, imports for a task and no other does. The
image lacks torchvision, whose wheel must be of the same build as torch's, and diffusers, whose
models are for GPUs."""
PROGRAMS = {
    "audio-classification": "ffmpeg",
    "automatic-speech-recognition": "ffmpeg",
    "zero-shot-audio-classification": "ffmpeg",
}
"""Programs that decode what is sent. The image has them. Tesseract is not among them: only models
of the LayoutLM kind need it, and only for requests without words; it is missed at these."""
WITHOUT_BODY = frozenset({"video-classification"})
"""Tasks whose pipeline takes nothing but names of files and URLs."""


def check_needs(task: str) -> None:
    """Refuse a task that would fail at its first request.

    Raises:
        LoadError: a package or a program is missing.
    """
    package, program = PACKAGES.get(task), PROGRAMS.get(task)
    if package and find_spec(package) is None:
        raise LoadError(
            f"{task} needs the package {package}, which is not installed; name it, with its "
            "version, in code/requirements.txt of the model folder"
        )
    if program and shutil.which(program) is None:
        raise LoadError(
            f"{task} needs the program {program}, which is not on the PATH; install it "
            f"(apt-get install {program}, brew install {program})"
        )


def check_body(task: str) -> None:
    """Refuse a task that no body can be sent to.

    Raises:
        LoadError: its pipeline reads files and URLs by name, which is not done for clients.
    """
    if task in WITHOUT_BODY:
        raise LoadError(
            f"the pipeline of {task} takes only names of files and URLs, which are not read for "
            "clients; write an inference.py whose input_fn takes the body"
        )
