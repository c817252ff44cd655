"""Hugging Face's vLLM images for Neuron (optimum-neuron)."""

from infra.endpoints.variables.served import Served


def vllm_neuron_variables(served: Served) -> dict[str, str]:
    """Flags of `optimum-cli neuron serve`: `SM_ON_BATCH_SIZE=N` becomes `--batch_size N`.

    A model that is compiled for other values is refused. The data type is the model's own, and has
    no flag. What the command does not know, as the revision, it hands on to vLLM.

    Source: https://github.com/huggingface/optimum-neuron, `docker/vllm/entrypoint.sh` and
    `optimum/commands/neuron/serve.py`.
    """
    return {
        "SM_ON_MODEL": served.location,
        **served.revision("SM_ON_REVISION"),
        "SM_ON_SERVED_MODEL_NAME": served.name,
        "SM_ON_TENSOR_PARALLEL_SIZE": str(served.neuron.tensor_parallel_degree),
        "SM_ON_BATCH_SIZE": str(served.settings.parallel_requests),
        "SM_ON_SEQUENCE_LENGTH": str(served.context_length),
    }
