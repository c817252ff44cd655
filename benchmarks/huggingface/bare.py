"""Transformers without a server; see `benchmarks.loop`.

python -m benchmarks.huggingface.bare FOLDER
"""

import sys

import torch
from transformers import AutoModel, AutoTokenizer

from benchmarks.loop import answer_lines

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


with torch.inference_mode():
    answer_lines(embed)
