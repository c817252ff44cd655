"""Environment variables of our containers, wherever they run."""

from infra.config.model_card import Release, Task
from infra.config.sources import HuggingFaceSource

HUGGINGFACE = "huggingface"
"""Folder of the container that is told its task, as is each one whose name begins so."""
PIPELINES: dict[Task, str] = {
    "chat": "text-generation",
    "completion": "text-generation",
    "embedding": "feature-extraction",
    "classification": "text-classification",
}
"""Hugging Face's names of the tasks (https://huggingface.co/docs/transformers/main_classes/pipelines)."""

PREFIX = "LOCKGATE_"
"""How the names of our containers' own variables begin."""
KNOWN = frozenset(
    PREFIX + name
    for name in (
        "ADAPTERS_AT_ONCE",
        "BASE_MODEL",
        "BATCH_TEXTS",
        "BIND_HOST",
        "CONTEXT_LENGTH",
        "DRAIN_SECONDS",
        "GPU_MEMORY_SHARE",
        "HANDLER",
        "HANDLER_SERVICE",
        "MAX_BODY_BYTES",
        "MEDIA_HOSTS",
        "MODEL_ALIASES",
        "MODEL_MEMORY_MIB",
        "MODEL_NAME",
        "PARALLEL_REQUESTS",
        "PROMPT_CACHE",
        "QUANTIZATION",
        "QUEUE_LENGTH",
        "STREAM_INTERVAL_MS",
        "THREADS",
    )
)
"""All that `inference_code` reads, but for what its processes tell each other."""


def own_variables(release: Release, *, name: str, alias: str, task: Task) -> dict[str, str]:
    """What `inference_code` reads; those of the card win over them.

    Args:
        release: gives the settings, and the repository of weights that the container fetches.
        name: of the model, which answers carry.
        alias: another name that requests may use.
        task: of the model card.
    """
    variables = {
        "LOCKGATE_MODEL_NAME": name,
        "LOCKGATE_MODEL_ALIASES": alias,
        "LOCKGATE_PARALLEL_REQUESTS": str(release.settings.parallel_requests),
    }
    if release.settings.context_length is not None:
        variables["LOCKGATE_CONTEXT_LENGTH"] = str(release.settings.context_length)
    if isinstance(release.source, HuggingFaceSource):
        variables["HF_MODEL_ID"] = release.source.repository
        variables["HF_MODEL_REVISION"] = release.source.revision
    if isinstance(release.container, str) and release.container.startswith(HUGGINGFACE):
        variables["HF_TASK"] = PIPELINES[task]
    return variables
