"""GGUF files, which Transformers turns back into the numbers that they were made of."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

import gguf


@contextmanager
def read_once() -> Iterator[None]:
    """Let all that reads a GGUF file share one reader.

    For one model, Transformers 4.57 parses the file four times: for the tokenizer, twice, for the
    configuration, and for the weights. The 49,000 words of SmolLM2 take 3.6 s each time.
    """
    reader = gguf.GGUFReader
    gguf.GGUFReader = functools.cache(reader)
    try:
        yield
    finally:
        gguf.GGUFReader = reader
