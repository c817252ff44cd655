"""Each task with a small model of random weights, asked through the image's code and directly.

tasks.py MINILM SCRATCH ANSWERS, run by the container's Python. The answers are JSON: by task, what
the image's code answers, and what the pipeline of Transformers answers.
"""

import base64
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers as hf
from PIL import Image

from inference_code.huggingface.loading import load
from inference_code.huggingface.model import Asked
from inference_code.huggingface.toolkit import HuggingFaceToolkit

TEXT = "A lock raises boats from one level of a canal to another."
TABLE = {"Lock": ["upper", "lower"], "Rise": ["2", "5"]}
SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 32,
}
SQUARE = {"image_size": 32, "patch_size": 16}
LABELS = {0: "contradiction", 1: "entailment"}
WORDLESS = ("image-classification", "image-feature-extraction", "object-detection")
"""Tasks that have to do with images only."""


def picture() -> bytes:
    """A PNG of 32 by 32 pixels."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((32, 32)).convert("RGB").save(out, "PNG")
    return out.getvalue()


IMAGE = base64.b64encode(picture()).decode()


def bert(kind: Any, **given: Any) -> Any:
    """A model that reads words."""
    return kind(hf.BertConfig(vocab_size=30522, **SIZES, **given))


def t5() -> Any:
    """A model that writes one text for another."""
    sizes = {"d_model": 16, "d_kv": 8, "d_ff": 16, "num_layers": 1, "num_heads": 2}
    ends = {"decoder_start_token_id": 0, "eos_token_id": 102}
    return hf.T5ForConditionalGeneration(hf.T5Config(vocab_size=30522, **sizes, **ends))


def vit() -> tuple[Any, Any]:
    """A classifier of images, and what makes them fit."""
    model = hf.ViTForImageClassification(hf.ViTConfig(**SIZES, **SQUARE, num_labels=3))
    return model, hf.ViTImageProcessor(size={"height": 32, "width": 32})


def yolos() -> tuple[Any, Any]:
    """A finder of objects in images, and what makes them fit."""
    sizes = {**SIZES, "image_size": [32, 32], "patch_size": 16, "num_detection_tokens": 4}
    model = hf.YolosForObjectDetection(hf.YolosConfig(**sizes, num_labels=3))
    return model, hf.YolosImageProcessor(size={"shortest_edge": 32, "longest_edge": 32})


def vilt() -> tuple[Any, Any]:
    """A model that answers questions about images, and what makes them fit."""
    config = hf.ViltConfig(vocab_size=30522, **SIZES, **SQUARE, num_labels=3)
    return hf.ViltForQuestionAnswering(config), hf.ViltImageProcessor(size={"shortest_edge": 32})


def tapas() -> tuple[Any, Any]:
    """A model that answers questions about tables; its words are added later."""
    sizes = {**SIZES, "num_aggregation_labels": 2}
    return hf.TapasForQuestionAnswering(hf.TapasConfig(vocab_size=30522, **sizes)), None


MAKE: dict[str, Callable[[], Any]] = {
    "question-answering": lambda: bert(hf.BertForQuestionAnswering),
    "token-classification": lambda: bert(hf.BertForTokenClassification),
    "zero-shot-classification": lambda: bert(
        hf.BertForSequenceClassification, id2label=LABELS, label2id={"entailment": 1}
    ),
    "summarization": t5,
    "text2text-generation": t5,
    "translation_en_to_de": t5,
    "table-question-answering": tapas,
    "image-classification": vit,
    "image-feature-extraction": vit,
    "object-detection": yolos,
    "visual-question-answering": vilt,
}
QUESTIONS: dict[str, tuple[Any, dict[str, Any]]] = {
    "question-answering": ({"question": "What raises boats?", "context": TEXT}, {}),
    "token-classification": (TEXT, {}),
    "zero-shot-classification": (TEXT, {"candidate_labels": ["boats", "soup"]}),
    "summarization": (TEXT, {"max_new_tokens": 3}),
    "text2text-generation": (TEXT, {"max_new_tokens": 3}),
    "translation_en_to_de": (TEXT, {"max_new_tokens": 3}),
    "table-question-answering": ({"query": "Which rise has the lower?", "table": TABLE}, {}),
    "image-classification": (IMAGE, {}),
    "image-feature-extraction": (IMAGE, {}),
    "object-detection": (IMAGE, {"threshold": 0.0}),
    "visual-question-answering": ({"image": IMAGE, "question": "How high?"}, {}),
}


def save(task: str, minilm: Path, folder: Path) -> None:
    """Save the model of a task, with the words of MiniLM if it reads words."""
    torch.manual_seed(0)
    made = MAKE[task]()
    model, processor = made if isinstance(made, tuple) else (made, None)
    model.save_pretrained(folder)
    if processor is not None:
        processor.save_pretrained(folder)
    if task not in WORDLESS:
        words = hf.TapasTokenizer if task.startswith("table") else hf.BertTokenizerFast
        words(str(minilm / "vocab.txt")).save_pretrained(folder)


def ours(task: str, folder: Path, body: bytes, kind: str = "application/json") -> Any:
    """What the image's code answers, in JSON."""
    model = load(folder, -1, {"HF_TASK": task})
    return json.loads(model.answer(Asked(body, kind)).write("application/json")[0])


def directly(task: str, folder: Path, inputs: Any, parameters: dict[str, Any]) -> Any:
    """What the pipeline answers, in JSON."""
    said = hf.pipeline(task, str(folder))(inputs, **parameters)
    return json.loads(HuggingFaceToolkit().default_output_fn(said, "application/json")[0])


def main(minilm: Path, scratch: Path, answers: Path) -> None:
    """Ask each task in both ways."""
    said: dict[str, Any] = {}
    for task, (inputs, parameters) in QUESTIONS.items():
        folder = scratch / task
        save(task, minilm, folder)
        body = json.dumps({"inputs": inputs, "parameters": parameters}).encode()
        said[task] = [ours(task, folder, body), directly(task, folder, inputs, parameters)]
    image = ours("image-classification", scratch / "image-classification", picture(), "image/png")
    said["an image as the body"] = [image, said["image-classification"][1]]
    sound = HuggingFaceToolkit().default_input_fn(b"RIFF", "audio/wav")
    said["a sound as the body"] = sound["inputs"].decode()
    answers.write_text(json.dumps(said))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
