"""One loaded graph of ONNX Runtime."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from inference_code.cores import usable_cores
from inference_code.handler import LoadError
from inference_code.handlers.onnx.arithmetic import Floats, Mask
from inference_code.handlers.onnx.providers import CPU, choose_provider, nvidia_devices
from inference_code.handlers.onnx.readout import Readout
from inference_code.handlers.onnx.tokens import Tokens

SILENT = 4
"""ONNX Runtime's severity of what ends the process; errors reach us as exceptions."""
SPINNING_US = "60"
"""Microseconds that threads wait for each other before they sleep, as ONNX Runtime takes them.

On two cores that other programs use too, a question took 12 ms in the median, and 20 ms with the
default; the fastest took 5.0 and 5.1 ms. Without any such waiting the fastest took 6.3 ms.
"""
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_INTEGERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}


class Session:
    """Computes the readout's numbers for several texts at once."""

    def __init__(self, file: Path, readout: Readout, *, threads: int | None, pad_id: int) -> None:
        self.provider = choose_provider(onnxruntime.get_available_providers(), nvidia_devices())
        self._readout = readout
        self._pad_id = pad_id
        self._session = _open(file, self.provider, session_options(threads))
        self._inputs = _inputs(file, self._session)
        self._output = _output(file, self._session, readout)

    def run(self, texts: Sequence[Tokens]) -> Floats:
        """Return a row of numbers for each text."""
        mask = np.zeros((len(texts), max(map(len, texts))), np.int64)
        ids = np.full_like(mask, self._pad_id)
        type_ids = np.zeros_like(mask)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text.ids
            type_ids[row, : len(text)] = text.type_ids
            mask[row, : len(text)] = 1
        return self._compute(dict(zip(_INPUTS, (ids, mask, type_ids), strict=True)))

    def _compute(self, arrays: dict[str, Mask]) -> Floats:
        feed = {name: arrays[name].astype(kind, copy=False) for name, kind in self._inputs.items()}
        [output] = self._session.run([self._output], feed)
        floats: Floats = np.asarray(output, dtype=np.float32)
        return self._readout.read(floats, arrays["attention_mask"])


def session_options(threads: int | None) -> onnxruntime.SessionOptions:
    """Options for inputs of ever other sizes, in a process that does other things too."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = SILENT
    options.intra_op_num_threads = threads if threads is not None else usable_cores()
    # A plan of the memory for each size of the inputs would be kept for good: 30 MiB more after
    # 400 sizes. The arena itself grows to what the largest batch needs, and stays there.
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.spin_duration_us", SPINNING_US)
    return options


def _open(
    file: Path, provider: str, options: onnxruntime.SessionOptions
) -> onnxruntime.InferenceSession:
    providers = list(dict.fromkeys([provider, CPU]))
    try:
        session = onnxruntime.InferenceSession(str(file), options, providers=providers)
    except Exception as error:  # the library has a class for each of its status codes
        raise LoadError(f"onnxruntime cannot load {file}: {error}") from error
    # Where CUDA's libraries are missing, ONNX Runtime goes on with the CPU by itself.
    if provider not in session.get_providers():
        raise LoadError(
            f"there is a GPU, and onnxruntime cannot use it ({provider}); check that the driver of "
            "the instance is new enough for the image's CUDA"
        )
    return session


def _inputs(file: Path, session: onnxruntime.InferenceSession) -> dict[str, Any]:
    """The inputs that the graph takes, with their types."""
    found = {given.name: given.type for given in session.get_inputs()}
    for name, kind in found.items():
        if name not in _INPUTS or kind not in _INTEGERS:
            raise LoadError(
                f"{file} takes {name} as {kind}; supported are {', '.join(_INPUTS)} as integers"
            )
    return {name: _INTEGERS[kind] for name, kind in found.items()}


def _output(file: Path, session: onnxruntime.InferenceSession, readout: Readout) -> str:
    found = {given.name: len(given.shape) for given in session.get_outputs()}
    for name in readout.outputs:
        if found.get(name) == readout.dimensions:
            return name
    raise LoadError(
        f"{file} puts out {', '.join(found)}; needed is {' or '.join(readout.outputs)} "
        f"with {readout.dimensions} dimensions"
    )
