"""Where the weights of a release come from: `pypi:`, `file:`, `s3://` and `hf:`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema


@dataclass(frozen=True)
class PypiSource:
    """A file of a wheel: `pypi:PACKAGE==VERSION#PATH/IN/WHEEL`; a folder, if that ends with `/`."""

    package: str
    version: str
    member: str

    @property
    def is_folder(self) -> bool:
        """Whether it names all files below a folder."""
        return self.member.endswith("/")

    def __str__(self) -> str:
        return f"pypi:{self.package}=={self.version}#{self.member}"


@dataclass(frozen=True)
class FileSource:
    """A file or folder of the project, deployed as a CDK asset (2 GiB at most): `file:PATH`."""

    path: str

    def __str__(self) -> str:
        return f"file:{self.path}"


@dataclass(frozen=True)
class S3Source:
    """Weights already in S3: a prefix that ends with `/`, one object, or a `.tar.gz`."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True)
class HuggingFaceSource:
    """A Hugging Face revision that the container fetches at start: `hf:ORG/NAME@REVISION`."""

    repository: str
    revision: str

    def __str__(self) -> str:
        return f"hf:{self.repository}@{self.revision}"


Source = PypiSource | FileSource | S3Source | HuggingFaceSource

_FORMS: list[tuple[re.Pattern[str], Callable[..., Source]]] = [
    (re.compile(r"pypi:([A-Za-z0-9._-]+)==([A-Za-z0-9.+!-]+)#(\S+)"), PypiSource),
    (re.compile(r"file:(.+)"), FileSource),
    (re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.+)"), S3Source),
    (re.compile(r"hf:([A-Za-z0-9._-]+/[A-Za-z0-9._-]+)@([A-Za-z0-9._-]+)"), HuggingFaceSource),
]


def parse_source(text: Any) -> Source:
    """Read a source string into its kind.

    Raises:
        ValueError: the text has none of the four forms.
    """
    if isinstance(text, Source):
        return text
    for pattern, build in _FORMS:
        if isinstance(text, str) and (match := pattern.fullmatch(text)):
            return build(*match.groups())
    raise ValueError(
        f"{text!r} is not a source; write pypi:PACKAGE==VERSION#FILE or #FOLDER/, file:PATH, "
        "s3://BUCKET/KEY or hf:ORG/NAME@REVISION"
    )


SourceField = Annotated[
    Source,
    BeforeValidator(parse_source),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^(pypi:|file:|s3://|hf:).+"}),
]
