"""What the image's own code does without a server; run by the container's Python.

inside.py MINILM SCRATCH ANSWERS: the reasons why models do not load, how vectors are pooled, and
what small decoders say.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoTokenizer,
    GPT2Config,
    GPT2ForSequenceClassification,
    GPT2LMHeadModel,
)
from transformers.pipelines import PIPELINE_REGISTRY

from inference_code.handler import LoadError
from inference_code.huggingface.loading import load
from inference_code.huggingface.model import Asked
from inference_code.huggingface.pooling import pool
from inference_code.huggingface.sentence import MODES
from inference_code.huggingface.stopping import StopWords

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


def decoder(minilm: Path, folder: Path, kind: Any, **generation: Any) -> Any:
    """A small decoder of random weights that has no padding token, with the words of MiniLM."""
    shutil.copytree(minilm, folder)
    (folder / "modules.json").unlink()
    torch.manual_seed(0)
    made = kind(GPT2Config(vocab_size=30522, n_embd=8, n_layer=1, n_head=1))
    if generation:
        made.generation_config.update(**generation)
    made.save_pretrained(folder)
    return load(folder, -1, {})


def ask(model: Any, inputs: Any, **parameters: Any) -> Any:
    """What a model answers."""
    body = json.dumps({"inputs": inputs, "parameters": parameters})
    return json.loads(model.answer(Asked(body, "application/json")).write("*/*")[0])


def written(model: Any) -> dict[str, Any]:
    """Texts with a seed, each with one without that follows it."""
    said = [ask(model, "One", do_sample=True, **seed) for seed in ({"seed": 1}, {}) * 2]
    return {"seeded": said[::2], "unseeded": said[1::2]}


def stopped(minilm: Path, scratch: Path, model: Any) -> dict[str, Any]:
    """A text, and the one of the same model with its third word as a stop word of its own; and
    which of two rows, one for each beam, end at a stop word."""
    wanted = {"do_sample": True, "seed": 1, "max_new_tokens": 8}
    [whole] = ask(model, "One", **wanted)
    word = whole["generated_text"].split()[2]
    same = decoder(minilm, scratch / "stopping", GPT2LMHeadModel, stop_strings=[word])
    [text] = ask(same, "One", **wanted)
    words = AutoTokenizer.from_pretrained(minilm)
    rows = words(["a lock", "a boat"], add_special_tokens=False, return_tensors="pt")["input_ids"]
    ends = StopWords(words, 1, ["lock"])(rows, None).tolist()
    texts = [whole["generated_text"], word, text["generated_text"]]
    return {"stopped": texts, "ends of beams": ends}


def labelled(model: Any) -> dict[str, list[float]]:
    """The best label's score of texts in one request, and in one for each."""
    texts = ["a", "many words in a row"]
    together = [labels[0]["score"] for labels in ask(model, texts)]
    return {"labels together": together, "labels apart": [ask(model, t)[0]["score"] for t in texts]}


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
    said = {"reasons": reasons, "pooled": pooled, "joined": joined}
    said["tasks"] = PIPELINE_REGISTRY.get_supported_tasks()
    writer = decoder(minilm, scratch / "writer", GPT2LMHeadModel)
    said |= written(writer) | stopped(minilm, scratch, writer)
    said |= labelled(decoder(minilm, scratch / "labels", GPT2ForSequenceClassification))
    answers.write_text(json.dumps(said))


def _save_zeros(file: Path) -> None:
    file.write_bytes(b"\0" * 64)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
