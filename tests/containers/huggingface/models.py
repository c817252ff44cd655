"""Small models with random weights, and the words of MiniLM; nothing here is of this project."""

import shutil
from pathlib import Path

import torch
from transformers import BertConfig, BertForMaskedLM, BertForSequenceClassification

SIZES = {
    "vocab_size": 30522,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "initializer_range": 0.5,
}


def save_models(minilm: Path, into: Path) -> None:
    """Save a classifier and a model that fills in masked words."""
    torch.manual_seed(0)
    moods = {0: "calm", 1: "glad", 2: "sad"}
    classifier = BertConfig(
        **SIZES, id2label=moods, label2id={word: at for at, word in moods.items()}
    )
    BertForSequenceClassification(classifier).save_pretrained(into / "classifier")
    BertForMaskedLM(BertConfig(**SIZES)).save_pretrained(into / "masked")
    for name in ("classifier", "masked"):
        for file in ("tokenizer.json", "tokenizer_config.json", "vocab.txt"):
            shutil.copyfile(minilm / file, into / name / file)
