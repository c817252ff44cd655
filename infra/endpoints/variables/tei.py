"""Hugging Face's Text Embeddings Inference images."""

from infra.endpoints.variables.served import Served


def tei_variables(served: Served) -> dict[str, str]:
    """What the image's `sagemaker-entrypoint.sh` reads, and the router behind it.

    The longest input is the model's own. `MAX_BATCH_TOKENS` is left at its default, because the
    router does not start with less than that. More requests than a batch holds wait.

    Source: https://github.com/huggingface/text-embeddings-inference, `sagemaker-entrypoint.sh` and
    `router/src/main.rs`.
    """
    return {
        "HF_MODEL_ID": served.location,
        **served.revision("HF_MODEL_REVISION"),
        "MAX_BATCH_REQUESTS": str(served.settings.parallel_requests),
    }
