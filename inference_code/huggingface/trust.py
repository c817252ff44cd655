"""What a request may not ask of a pipeline, which Transformers would do for whoever asks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from inference_code.errors import RequestError

PARAMETERS = "parameters"
OPERATORS = ("custom_generate", "trust_remote_code", "num_workers")
"""Parameters that are not a client's to set: the first two make `generate` fetch a program from the
hub and run it, the third starts as many processes. Sources: `generate` in generation/utils.py and
`Pipeline.__call__` in pipelines/base.py of Transformers 4.57."""
_READERS = ("image_processor", "feature_extractor", "processor")
"""What pipelines have that read images, sounds or videos."""
_URL = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def check_request(data: Mapping[str, Any], pipeline: Any) -> None:
    """Refuse parameters of the operator's, and the names of what is not the client's own.

    Pipelines of images, sounds and videos read a file or a URL that a text names: any file of the
    container, and any server that the container can reach and the client cannot.

    Raises:
        RequestError: the request holds one of them.
    """
    for path, _ in _values(data.get(PARAMETERS), PARAMETERS):
        if path.rpartition(".")[2] in OPERATORS:
            raise RequestError(f"{path} is not for clients to set", param=path)
    if any(getattr(pipeline, name, None) is not None for name in _READERS):
        _check_texts(_values(data, ""))


def _check_texts(values: Iterable[tuple[str, Any]]) -> None:
    for path, value in values:
        if isinstance(value, str) and (_URL.match(value) or _is_path(value)):
            raise RequestError(
                f"{path} names a URL or a file, which is not fetched for clients; send an image in "
                "base64, or a body with the media type of the file",
                param=path,
            )


def _values(document: Any, path: str) -> Iterator[tuple[str, Any]]:
    """All texts, arrays, objects and fields of a document, with paths: `parameters.top_k`."""
    left = [(path, document)]
    while left:
        path, value = left.pop()
        yield path, value
        if isinstance(value, Mapping):
            left += [(f"{path}.{key}" if path else str(key), each) for key, each in value.items()]
        elif isinstance(value, list):
            left += [
                (f"{path}[{index}]", each)
                for index, each in enumerate(value)
                if isinstance(each, str | list | Mapping)  # of numbers there may be millions
            ]


def _is_path(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # longer than a path may be, or with a zero byte
        return False
