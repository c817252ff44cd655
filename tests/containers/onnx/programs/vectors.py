"""Embeddings by PyTorch itself: `vectors.py FOLDER`, texts on stdin; mean pooling, length 1."""

import json
import sys

import torch
import transformers

tokenizer = transformers.AutoTokenizer.from_pretrained(sys.argv[1])
model = transformers.AutoModel.from_pretrained(sys.argv[1]).eval()
tokens = tokenizer(
    json.load(sys.stdin), padding=True, truncation=True, max_length=256, return_tensors="pt"
)
with torch.no_grad():
    states = model(**tokens).last_hidden_state
mask = tokens["attention_mask"].unsqueeze(-1).float()
vectors = (states * mask).sum(1) / mask.sum(1)
json.dump(torch.nn.functional.normalize(vectors, dim=1).tolist(), sys.stdout)
