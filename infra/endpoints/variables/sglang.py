"""AWS's and Hugging Face's SGLang images for SageMaker."""

from infra.endpoints.variables.served import Served


def sglang_variables(served: Served) -> dict[str, str]:
    """Flags of `sglang.launch_server`: `SM_SGLANG_TP_SIZE=N` becomes `--tp-size N`.

    The share of the GPU's memory is left to SGLang: its figure does not mean what vLLM's does, for
    it leaves out what requests need while they are computed.

    Source: https://github.com/aws/deep-learning-containers, `scripts/docker/sglang` and
    `huggingface/sglang`, the files `sagemaker_entrypoint.sh`; https://docs.sglang.ai, "Server
    Arguments".
    """
    return {
        "SM_SGLANG_MODEL_PATH": served.location,
        **served.revision("SM_SGLANG_REVISION"),
        "SM_SGLANG_SERVED_MODEL_NAME": served.name,
        "SM_SGLANG_CONTEXT_LENGTH": str(served.context_length),
        "SM_SGLANG_MAX_RUNNING_REQUESTS": str(served.settings.parallel_requests),
        "SM_SGLANG_TP_SIZE": str(served.accelerators),
    }
