"""Probabilities by PyTorch itself: `labels.py FOLDER`, texts on stdin."""

import json
import sys

import torch
import transformers

tokenizer = transformers.AutoTokenizer.from_pretrained(sys.argv[1])
model = transformers.AutoModelForSequenceClassification.from_pretrained(sys.argv[1]).eval()
answers = []
for text in json.load(sys.stdin):
    with torch.no_grad():
        logits = model(**tokenizer(text, return_tensors="pt")).logits[0]
    answers.append(
        dict(zip(model.config.id2label.values(), logits.softmax(0).tolist(), strict=True))
    )
json.dump(answers, sys.stdout)
