"""AWS's `vllm` images for SageMaker."""

from infra.config.memory import GPU_MEMORY_SHARE
from infra.endpoints.variables.served import Served


def vllm_variables(served: Served) -> dict[str, str]:
    """Flags of `vllm serve`: the image turns `SM_VLLM_MAX_MODEL_LEN=N` into `--max-model-len N`.

    The share of the GPU's memory is the one that the fit of the release was computed with; the
    default differs between versions of vLLM. The host is named because vLLM's default may be the
    loopback address, on which SageMaker's health check would not reach it.

    Source: https://aws.github.io/deep-learning-containers/vllm/configuration/
    """
    return {
        "SM_VLLM_MODEL": served.location,
        **served.revision("SM_VLLM_REVISION"),
        "SM_VLLM_SERVED_MODEL_NAME": served.name,
        "SM_VLLM_HOST": "0.0.0.0",  # noqa: S104  # inside the container
        "SM_VLLM_MAX_MODEL_LEN": str(served.context_length),
        "SM_VLLM_MAX_NUM_SEQS": str(served.settings.parallel_requests),
        "SM_VLLM_GPU_MEMORY_UTILIZATION": str(GPU_MEMORY_SHARE),
        "SM_VLLM_TENSOR_PARALLEL_SIZE": str(served.accelerators),
    }
