"""Answers on stdout: text as it is written, and JSON."""

import json
import sys
import unicodedata
from contextlib import suppress

from lockgate import console


def write(text: str) -> None:
    """Write a piece of the answer at once.

    A terminal obeys control characters, and a model may have been talked into writing some.
    """
    sys.stdout.write(harmless(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def harmless(text: str) -> str:
    """Return the text without control characters, newlines and tabs excepted."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")


def print_json(body: bytes) -> None:
    """Print an answer: JSON indented and coloured on a terminal, anything else as it is."""
    text = body.decode(errors="replace")
    if console.out.is_terminal:
        with suppress(ValueError):
            console.out.print_json(json.dumps(json.loads(text)))
            return
    write(f"{text}\n")
