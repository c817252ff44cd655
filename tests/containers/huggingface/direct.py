"""What Transformers itself answers; run by the container's Python.

direct.py MINILM MODELS QUESTIONS ANSWERS: makes small models, then answers questions. Both files
are JSON. Nothing here is of this project.
"""

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import torch
import transformers

from tests.containers.huggingface.models import save_models


def embeddings(folder: str, texts: list[str]) -> Any:
    """As the model card of all-MiniLM-L6-v2 says: mean of the tokens, length 1; of 256 tokens."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder)
    rows = []
    for text in texts:
        inputs = tokenizer(text, truncation=True, max_length=256, return_tensors="pt")
        mean = model(**inputs).last_hidden_state.mean(dim=1)
        rows += torch.nn.functional.normalize(mean).tolist()
    return rows


def texts(folder: str, file: str, chat: str, prompt: str, tokens: int) -> Any:
    """The likeliest continuations of a conversation and of a text."""
    # Each of them is made again and again otherwise, for half a minute.
    gguf.GGUFReader = functools.cache(gguf.GGUFReader)
    gguf.get_tensor_name_map = functools.cache(gguf.get_tensor_name_map)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, gguf_file=file)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, gguf_file=file)
    messages = [{"role": "user", "content": chat}]
    conversation = tokenizer.apply_chat_template(
        messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    written = []
    for inputs in (conversation, tokenizer(prompt, return_tensors="pt")):
        ids = model.generate(**inputs, max_new_tokens=tokens, do_sample=False)[0]
        new = ids[inputs["input_ids"].shape[1] :]
        written.append(tokenizer.decode(new, skip_special_tokens=True))
    return written


def pipeline(task: str, folder: str, inputs: Any, **options: Any) -> Any:
    """A pipeline's answer."""
    return transformers.pipeline(task, folder)(inputs, **options)


KINDS: dict[str, Callable[..., Any]] = {
    "embeddings": embeddings,
    "texts": texts,
    "pipeline": pipeline,
}


def main(minilm: Path, models: Path, questions: Path, answers: Path) -> None:
    """Answer each question: its name, the kind of answer, and what that takes."""
    save_models(minilm, models)
    asked = json.loads(questions.read_text())
    with torch.no_grad():
        said = {name: KINDS[kind](**given) for name, (kind, given) in asked.items()}
    answers.write_text(json.dumps(said))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
