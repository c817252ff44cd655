"""The files of a model: are they all there, and are they the ones that were exported?"""

import hashlib
from pathlib import Path

from inference_code.handler import LoadError
from inference_code.handlers.onnx.description import (
    CONFIG,
    MODEL,
    NAME,
    TOKENIZER,
    Description,
    read_description,
)
from inference_code.handlers.onnx.origin import describe


def describe_folder(folder: Path) -> Description:
    """Return what `lockgate-onnx.json` says, or else the files of the model's authors.

    Raises:
        LoadError: a file is missing, or cannot be read.
    """
    for name in (MODEL, TOKENIZER, CONFIG):
        if not (folder / name).is_file():
            present = ", ".join(sorted(entry.name for entry in folder.glob("*"))) or "nothing"
            raise LoadError(
                f"no {name} in {folder}, which holds {present}; "
                "`lockgate export` makes such a folder of a Transformers model"
            )
    if (folder / NAME).is_file():
        return read_description(folder / NAME)
    return describe(folder)


def check_exported(folder: Path, description: Description) -> None:
    """Compare the files with the digests that the export wrote down.

    Raises:
        LoadError: one is another.
    """
    for name, expected in description.sha256.items():
        file = folder / name
        if not file.is_file():
            raise LoadError(f"{folder / NAME} lists {name}, which is not there")
        with file.open("rb") as stream:
            actual = hashlib.file_digest(stream, "sha256").hexdigest()
        if actual != expected:
            raise LoadError(
                f"the sha256 of {file} is {actual}, and {NAME} says {expected}; "
                "the file is damaged, or of another export"
            )
