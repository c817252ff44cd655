"""What both the containers and Transformers itself are asked."""

from pathlib import Path
from typing import Any

TEXTS = [
    "A lock lifts ships.",
    "Ein Boot wartet vor der Schleuse. 🚢 水門",
    "word " * 400,
    "The gate opens only when the levels match, so it takes as long as the chamber to fill.",
]
"""The third one is longer than the model takes."""
CHAT = "What is the capital of France?"
PROMPT = "The capital of France is"
TOKENS = 16
MOODS = ["what a day", "nobody came, and the rain went on for hours"]
MASKED = "the ship is in the [MASK] ."


def questions(minilm: Path, gguf: Path, small: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """By name: the kind of answer, and what it is made from."""
    writer = {"folder": str(gguf.parent), "file": gguf.name}
    moods = {"task": "text-classification", "inputs": MOODS, "top_k": None}
    masked = {"task": "fill-mask", "inputs": MASKED, "top_k": 3}
    return {
        "embeddings": ("embeddings", {"folder": str(minilm), "texts": TEXTS}),
        "texts": ("texts", {**writer, "chat": CHAT, "prompt": PROMPT, "tokens": TOKENS}),
        "moods": ("pipeline", {"folder": str(small / "classifier"), **moods}),
        "masked": ("pipeline", {"folder": str(small / "masked"), **masked}),
    }
