"""What Transformers raises, in our words."""

import contextlib
from collections.abc import Iterator

from inference_code.errors import EngineError, RequestError
from inference_code.handler import LoadError

LONGEST = 300
"""Letters of a reason: Transformers likes to list all that it knows."""


@contextlib.contextmanager
def loading(what: str) -> Iterator[None]:
    """Say in one line what could not be loaded, and why."""
    try:
        yield
    except (LoadError, MemoryError):
        raise
    except Exception as error:  # Transformers, safetensors, gguf, torch: each has its own
        raise LoadError(f"{what} cannot be loaded: {reason_of(error)}") from error


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Turn what torch and Transformers raise at a request into an error of ours."""
    try:
        yield
    except (RequestError, MemoryError):
        raise
    except Exception as error:
        raise EngineError(f"the model failed: {reason_of(error)}") from error


def reason_of(error: BaseException) -> str:
    """The first paragraph of an error, on one line, with its kind where that says more."""
    text = " ".join(str(error).strip().split("\n\n")[0].split())
    if not text:
        return type(error).__name__
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
    return short if isinstance(error, OSError | ValueError) else f"{type(error).__name__}: {short}"
