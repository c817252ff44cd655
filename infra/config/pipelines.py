"""The tasks that the container `huggingface` takes as HF_TASK.

`inference_code.huggingface.task` has the same, and a test compares the two.
"""

import re

PIPELINES = frozenset(
    {
        *("audio-classification", "automatic-speech-recognition", "depth-estimation"),
        *("document-question-answering", "feature-extraction", "fill-mask"),
        *("image-classification", "image-feature-extraction", "image-segmentation"),
        *("image-text-to-text", "image-to-image", "image-to-text", "keypoint-matching"),
        *("mask-generation", "ner", "object-detection", "question-answering"),
        *("sentiment-analysis", "summarization", "table-question-answering"),
        *("text-classification", "text-generation", "text-to-audio", "text-to-speech"),
        *("text2text-generation", "token-classification", "translation"),
        *("video-classification", "visual-question-answering", "vqa"),
        *("zero-shot-audio-classification", "zero-shot-classification"),
        *("zero-shot-image-classification", "zero-shot-object-detection"),
    }
)
"""Those of Transformers 4.57.6: its `transformers.pipelines.PIPELINE_REGISTRY` lists them."""
FURTHER = frozenset({"sentence-similarity", "text-to-image"})
"""The hub's name for embedders of sentences, and what the toolkit does with diffusers."""
TASKS = PIPELINES | FURTHER
_TRANSLATION = re.compile(r"translation_[^_]+_to_[^_]+")


def is_task(name: str) -> bool:
    """Whether there is such a task; a translation may name its languages: translation_en_to_de."""
    return name in TASKS or _TRANSLATION.fullmatch(name) is not None
