"""AWS's Large Model Inference images (DJL Serving)."""

from infra.endpoints.variables.served import Served


def lmi_variables(served: Served) -> dict[str, str]:
    """Options of `serving.properties`: `option.max_model_len` is `OPTION_MAX_MODEL_LEN`.

    Source:
    https://docs.djl.ai/docs/serving/serving/docs/lmi/deployment_guide/configurations.html
    """
    return {
        "HF_MODEL_ID": served.location,
        **served.revision("OPTION_REVISION"),
        "OPTION_MAX_MODEL_LEN": str(served.context_length),
        "OPTION_MAX_ROLLING_BATCH_SIZE": str(served.settings.parallel_requests),
        "OPTION_TENSOR_PARALLEL_DEGREE": str(served.accelerators),
    }
