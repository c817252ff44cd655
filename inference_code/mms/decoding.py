"""What the toolkits decode of a body: nothing that could run code.

sagemaker-inference reads application/x-npy with `allow_pickle=True`, and the Hugging Face toolkit
by the same function. An array of Python objects is a pickle, and to read a pickle is to run what it
says: whoever may send a request could run anything in the container.
"""

from io import BytesIO
from typing import Any

import numpy as np
from sagemaker_inference import content_types, decoder


def read_npy(body: bytes) -> Any:
    """Read an array of numbers or text. Raises ValueError."""
    try:
        return np.load(BytesIO(body), allow_pickle=False)
    except EOFError as error:  # of an empty body
        raise ValueError(str(error)) from error


def forbid_pickles() -> None:
    """Put `read_npy` in the place of the toolkit's function, for users' handlers too."""
    decoder._npy_to_numpy = read_npy
    decoder._decoder_map[content_types.NPY] = read_npy
