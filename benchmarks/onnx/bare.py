"""ONNX Runtime without a server; see `benchmarks.loop`.

python -m benchmarks.onnx.bare FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
import tokenizers  # type: ignore[import-untyped]

from benchmarks.loop import answer_lines

folder = Path(sys.argv[1])
tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
tokenizer.no_truncation()
tokenizer.enable_padding()
session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
names = [given.name for given in session.get_inputs()]


def embed(texts: list[str]) -> object:
    """Vectors of length 1, as the simplest program would compute them."""
    encodings = tokenizer.encode_batch(texts)
    arrays = {
        "input_ids": np.array([encoding.ids for encoding in encodings]),
        "attention_mask": np.array([encoding.attention_mask for encoding in encodings]),
        "token_type_ids": np.array([encoding.type_ids for encoding in encodings]),
    }
    [states] = session.run(None, {name: arrays[name] for name in names})
    mask = arrays["attention_mask"][:, :, None]
    vectors = (states * mask).sum(1) / mask.sum(1)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).tolist()


answer_lines(embed)
