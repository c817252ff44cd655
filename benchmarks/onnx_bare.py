"""ONNX Runtime without a server: runs in the container's environment, and has nothing of ours.

`python onnx_bare.py FOLDER` loads the model and prints a line. Then each line that it reads is
`TEXTS_AT_ONCE RUNS KIND`, and each that it prints the seconds that these runs took together.
"""

import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
import tokenizers  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.onnx_texts import text_of

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


sys.stdout.write("loaded\n")
sys.stdout.flush()
for line in sys.stdin:
    at_once, runs, kind = line.split()
    began = time.perf_counter()
    for number in range(int(runs)):
        embed([text_of(kind, number * int(at_once) + each) for each in range(int(at_once))])
    sys.stdout.write(f"{time.perf_counter() - began}\n")
    sys.stdout.flush()
