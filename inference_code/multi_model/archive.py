"""What an unpacked model archive says of its model: `lockgate.json`."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inference_code.errors import InvalidModelError, ModelNotLoadedError
from inference_code.multi_model.problem import first_problem
from inference_code.settings import LEAST_CONTEXT, MOST_PARALLEL, Settings

NAME = "lockgate.json"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ArchiveSettings(_Part):
    """Settings that win over those of the environment."""

    context_length: Annotated[int, Field(ge=LEAST_CONTEXT)] | None = None
    parallel_requests: Annotated[int, Field(ge=1, le=MOST_PARALLEL)] | None = None


class Archive(_Part):
    """The content of `lockgate.json`."""

    model: Annotated[str, Field(min_length=1)]
    """Name that requests and answers carry."""
    release: Annotated[int, Field(ge=0)] | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    """Digest of the model's file, or of all files beside this one."""
    settings: ArchiveSettings = ArchiveSettings()


def read_settings(folder: Path, settings: Settings, *, name: str) -> Settings:
    """Return the settings of the model in a folder; `name` is its name if nothing else says one.

    Raises:
        ModelNotLoadedError: there is no such folder.
        InvalidModelError: its lockgate.json cannot be read.
    """
    if not folder.is_dir():
        raise ModelNotLoadedError(f"url: there is no folder {folder}", param="url")
    archive = _read(folder / NAME) or Archive(model=name)
    given = archive.settings.model_dump(exclude_none=True)
    return replace(
        settings, model_dir=folder, model_name=archive.model, model_sha256=archive.sha256, **given
    )


def _read(file: Path) -> Archive | None:
    try:
        return Archive.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        _, sentence = first_problem(error)
        raise InvalidModelError(f"{file}: {sentence}", param="url") from error
