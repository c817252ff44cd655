"""Libraries that talk much while they work, and more when they fail."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """Let nobody warn: the comparison with the original judges the result."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def first_line(error: Exception) -> str:
    """What went wrong, without the advice to programmers that follows."""
    return str(error).strip().partition("\n")[0]
