"""Hugging Face's Text Generation Inference images for Neuron."""

from infra.endpoints.variables.served import Served


def tgi_neuron_variables(served: Served) -> dict[str, str]:
    """What the launcher looks a compiled model up by, and compares with one that it is given.

    Older versions read the names with `HF_`, newer ones those of the router (NEU-05). One token of
    the context is left for the answer, as without Neuron. `MAX_BATCH_PREFILL_TOKENS` is not set:
    with all variables in place the launcher would skip the comparison.

    Source: https://github.com/huggingface/text-generation-inference/blob/main/backends/neuron/tgi_env.py
    """
    context, batch = served.context_length, served.settings.parallel_requests
    return {
        "HF_MODEL_ID": served.location,
        **served.revision("HF_MODEL_REVISION"),
        "HF_NUM_CORES": str(served.neuron.tensor_parallel_degree),
        "HF_AUTO_CAST_TYPE": served.neuron.data_type,
        "HF_BATCH_SIZE": str(batch),
        "HF_SEQUENCE_LENGTH": str(context),
        "MAX_BATCH_SIZE": str(batch),
        "MAX_TOTAL_TOKENS": str(context),
        "MAX_INPUT_TOKENS": str(context - 1),
    }
