"""Makes a small classifier of random weights: `classifier.py FOLDER`."""

import json
import sys

import tokenizers  # type: ignore[import-untyped]
import torch
import transformers

folder = sys.argv[1]
letters = "abcdefghijklmnopqrstuvwxyz"
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
tokenizer = tokenizers.BertWordPieceTokenizer(
    {word: number for number, word in enumerate(words)}, lowercase=True
)
transformers.BertTokenizerFast(
    tokenizer_object=tokenizer._tokenizer, model_max_length=64
).save_pretrained(folder)
torch.manual_seed(7)
config = transformers.BertConfig(
    vocab_size=len(words),
    hidden_size=32,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=64,
    max_position_embeddings=64,
    initializer_range=0.2,  # scores differ by text, and rounding does not decide them
    id2label={0: "calm", 1: "storm", 2: "flood"},
    label2id={"calm": 0, "storm": 1, "flood": 2},
    problem_type="single_label_classification",
)
transformers.BertForSequenceClassification(config).save_pretrained(folder)
json.dump("made", sys.stdout)
