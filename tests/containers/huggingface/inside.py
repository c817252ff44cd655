"""What the image's own code does without a server; run by the container's Python.

inside.py MINILM SCRATCH ANSWERS: the reasons why models do not load, and how vectors are pooled.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from inference_code.handler import LoadError
from inference_code.huggingface.loading import load
from inference_code.huggingface.pooling import pool
from inference_code.huggingface.sentence import MODES

VECTORS = [[[1.0, 8.0], [2.0, 4.0], [9.0, 9.0]], [[9.0, -9.0], [3.0, 1.0], [5.0, 5.0]]]
MASK = [[1, 1, 0], [0, 1, 1]]
"""Of two texts with two tokens; the first is padded at its end, the second at its beginning."""


def reason(folder: Path, **environ: str) -> str:
    """Why a folder does not load."""
    try:
        load(folder, -1, environ)
    except LoadError as error:
        return str(error)
    return "it loads"


def changed(minilm: Path, folder: Path, change: Callable[[Path], Any]) -> Path:
    """A copy of the model with one change."""
    shutil.copytree(minilm, folder)
    change(folder)
    return folder


def without_tokenizer(folder: Path) -> None:
    """Delete what a tokenizer is read from."""
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        (folder / name).unlink()


def main(minilm: Path, scratch: Path, answers: Path) -> None:
    """Write all answers as JSON."""
    broken = changed(minilm, scratch / "broken", lambda it: _save_zeros(it / "model.safetensors"))
    bare = changed(minilm, scratch / "bare", without_tokenizer)
    reasons = {
        "an unknown task": reason(minilm, HF_TASK="making-tea"),
        "another task": reason(minilm, HF_TASK="text-classification"),
        "broken weights": reason(broken),
        "no tokenizer": reason(bare),
        "no model": reason(scratch / "nothing"),
        "no network": reason(scratch / "nothing", HF_MODEL_ID="org/name"),
    }
    vectors, mask = torch.tensor(VECTORS), torch.tensor(MASK)
    pooled = {mode: pool(vectors, mask, [mode]).tolist() for mode in MODES.values()}
    joined = pool(vectors, mask, ["cls", "max"]).tolist()
    answers.write_text(json.dumps({"reasons": reasons, "pooled": pooled, "joined": joined}))


def _save_zeros(file: Path) -> None:
    file.write_bytes(b"\0" * 64)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
