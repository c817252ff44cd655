"""Transformers without a server: runs in the container's environment, and has nothing of ours.

`python huggingface_bare.py FOLDER` loads the model and prints a line. Then each line that it reads
is `TEXTS_AT_ONCE RUNS KIND`, and each that it prints the seconds that these runs took together.
"""

import sys
import time
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.onnx_texts import text_of

folder = sys.argv[1]
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder).eval()


def embed(texts: list[str]) -> object:
    """Vectors of length 1, as the card of the model computes them."""
    inputs = tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
    states = model(**inputs).last_hidden_state
    mask = inputs["attention_mask"].unsqueeze(-1)
    mean = (states * mask).sum(dim=1) / mask.sum(dim=1)
    return torch.nn.functional.normalize(mean).tolist()


sys.stdout.write("loaded\n")
sys.stdout.flush()
with torch.inference_mode():
    for line in sys.stdin:
        at_once, runs, kind = line.split()
        began = time.perf_counter()
        for number in range(int(runs)):
            embed([text_of(kind, number * int(at_once) + each) for each in range(int(at_once))])
        sys.stdout.write(f"{time.perf_counter() - began}\n")
        sys.stdout.flush()
