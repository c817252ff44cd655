"""AWS's llama.cpp images for SageMaker."""

from infra.config.sources import HuggingFaceSource
from infra.endpoints.variables.served import Served

ALL_LAYERS = "999"
"""More than any model has."""


def llama_cpp_variables(served: Served) -> dict[str, str]:
    """Flags of `llama-server`: `SM_LLAMA_CPP_CTX_SIZE=N` becomes `--ctx-size N`.

    The context is that of all slots together. A GGUF file in the model folder is found by itself;
    one on the hub is named by its repository only, because `llama-server` knows no revisions.

    Source: https://aws.github.io/deep-learning-containers/llama-cpp/configuration/ and, for the
    flags, https://github.com/ggml-org/llama.cpp/tree/master/tools/server
    """
    parallel = served.settings.parallel_requests
    source = served.release.source
    hub = {"SM_LLAMA_CPP_HF_REPO": served.location} if isinstance(source, HuggingFaceSource) else {}
    gpu = {"SM_LLAMA_CPP_N_GPU_LAYERS": ALL_LAYERS} if served.accelerators else {}
    return {
        **hub,
        **gpu,
        "SM_LLAMA_CPP_ALIAS": served.name,
        "SM_LLAMA_CPP_CTX_SIZE": str(served.context_length * parallel),
        "SM_LLAMA_CPP_PARALLEL": str(parallel),
    }
