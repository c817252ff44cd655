"""Model folders without a model: the files that say what it is."""

from pathlib import Path
from typing import Any

import orjson
import tokenizers  # type: ignore[import-untyped]

VOCABULARY = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 4, "gate": 5, "##s": 6}
MEAN = {"word_embedding_dimension": 4, "pooling_mode_mean_tokens": True}
MODULES = [
    {"type": "sentence_transformers.models.Transformer", "path": ""},
    {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"},
    {"type": "sentence_transformers.models.Normalize", "path": "2_Normalize"},
]


def write(folder: Path, name: str, document: Any) -> None:
    """One JSON file."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(orjson.dumps(document))


def embedder(folder: Path, **config: Any) -> Path:
    """What sentence-transformers writes beside the weights."""
    write(folder, "config.json", {"max_position_embeddings": 512, "pad_token_id": 0} | config)
    write(folder, "modules.json", MODULES)
    write(folder, "1_Pooling/config.json", MEAN)
    return folder


def classifier(folder: Path, **config: Any) -> Path:
    """What Transformers writes beside the weights."""
    kind = {"architectures": ["BertForSequenceClassification"], "max_position_embeddings": 64}
    write(folder, "config.json", kind | config)
    return folder


def tokenizer(file: Path) -> Path:
    """A tokenizer with seven words, whose file cuts at two tokens, as files do."""
    built = tokenizers.BertWordPieceTokenizer(VOCABULARY)
    built.enable_truncation(2)
    built.enable_padding(length=16)
    built.save(str(file))
    return file
