"""GGUF files, which Transformers turns back into the numbers that they were made of."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

import gguf

_REPEATED = ("GGUFReader", "get_tensor_name_map")


@contextmanager
def read_once() -> Iterator[None]:
    """Let all that reads a GGUF file share one reader, and one map of the names in it.

    For one model, Transformers 4.57 parses the file four times (the tokenizer twice, the
    configuration, the weights), and makes that map anew for each of the model's modules. SmolLM2,
    with 49,000 words and 397 modules, loads in a third of the time with this.
    """
    kept = {name: getattr(gguf, name) for name in _REPEATED}
    for name, original in kept.items():
        setattr(gguf, name, functools.cache(original))
    try:
        yield
    finally:
        for name, original in kept.items():
            setattr(gguf, name, original)
