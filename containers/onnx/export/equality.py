"""Does the exported model say what the original says? The container's own handler is asked."""

import asyncio
from pathlib import Path
from typing import Any

import orjson

from containers.onnx.export.original import Original
from containers.onnx.export.verdict import Verdict, compare_answers
from inference_code.handler import GenerationRequest
from inference_code.handlers.onnx import Onnx
from inference_code.handlers.onnx.description import Description
from inference_code.settings import Settings

_WORDS = "Each lock lifts the barge by 2.5 metres; 千里の道も一歩から, Schleuse, ворота 🚢. "
TEXTS = (
    "a",
    "A barge enters the lock.",
    "Does the gate open before the levels match, or only when they do?",
    *(_WORDS * times for times in (1, 2, 5)),
    "the levels match " * 40,
    _WORDS * 200,
)
"""From one token to more than most models take, which is cut off."""


def compare(original: Original, base: Path, *, int8: bool) -> Verdict:
    """Ask both about all texts: the original one by one, the exported model also all at once.

    `base` has the exported folder as `model`, as SAGEMAKER_BASE_DIR has.

    Raises:
        LoadError: the exported model cannot be loaded.
    """
    description = original.description
    expected = [original.answer(text).numpy() for text in TEXTS]
    alone, together = asyncio.run(_ask(base, description))
    comparisons = [
        compare_answers(description, *each)
        for found in (alone, together)
        for each in zip(TEXTS, expected, found, strict=True)
    ]
    return Verdict(description, comparisons, int8)


async def _ask(base: Path, description: Description) -> tuple[list[Any], list[Any]]:
    """What the handler says of each text alone, and of all together."""
    handler = Onnx(Settings.from_environment({"SAGEMAKER_BASE_DIR": str(base)}))
    handler.load()
    alone = [(await _answers(handler, description, [text]))[0] for text in TEXTS]
    return alone, await _answers(handler, description, list(TEXTS))


async def _answers(handler: Onnx, description: Description, texts: list[str]) -> list[Any]:
    body = {"texts": texts, "truncate": True, "normalize": True, "top_k": None}
    request = GenerationRequest(operation=description.task, body=body, stream=False)
    return [orjson.loads(chunk) async for batch in handler.generate(request) for chunk in batch]
