"""Hugging Face's Text Generation Inference images."""

from infra.endpoints.variables.served import Served


def tgi_variables(served: Served) -> dict[str, str]:
    """What the image's `sagemaker-entrypoint.sh` and the launcher read.

    One token of the context is left for the answer, because the launcher refuses an input limit
    that equals the total.

    Source: https://github.com/huggingface/text-generation-inference/blob/main/sagemaker-entrypoint.sh
    """
    context = served.context_length
    return {
        "HF_MODEL_ID": served.location,
        **served.revision("HF_MODEL_REVISION"),
        "MAX_TOTAL_TOKENS": str(context),
        "MAX_INPUT_TOKENS": str(context - 1),
        "MAX_CONCURRENT_REQUESTS": str(served.settings.parallel_requests),
        "SM_NUM_GPUS": str(served.accelerators),
    }
