"""AWS's Large Model Inference images for Neuron (transformers-neuronx)."""

from infra.endpoints.variables.served import Served


def lmi_neuron_variables(served: Served) -> dict[str, str]:
    """Options of `serving.properties`; the model is compiled for them when it is loaded.

    `n_positions` is 128 unless it is set, `dtype` is fp32.

    Source: https://docs.djl.ai/docs/serving/serving/docs/lmi/user_guides/tnx_user_guide.html and
    `tnx_properties.py` of https://github.com/deepjavalibrary/djl-serving
    """
    return {
        "HF_MODEL_ID": served.location,
        **served.revision("OPTION_REVISION"),
        "OPTION_N_POSITIONS": str(served.context_length),
        "OPTION_MAX_ROLLING_BATCH_SIZE": str(served.settings.parallel_requests),
        "OPTION_TENSOR_PARALLEL_DEGREE": str(served.neuron.tensor_parallel_degree),
        "OPTION_DTYPE": served.neuron.data_type,
    }
