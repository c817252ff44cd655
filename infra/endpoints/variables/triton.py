"""NVIDIA's Triton images for SageMaker."""

from infra.endpoints.variables.served import Served


def triton_variables(_served: Served) -> dict[str, str]:
    """What the image's `serve` script reads; what a model needs stands in its `config.pbtxt`.

    Without `SAGEMAKER_TRITON_DEFAULT_MODEL_NAME` Triton loads the only folder of the model
    repository; a card whose repository has several, as an ensemble does, names one in its
    `environment`. A multi-model endpoint ignores it. Logs are verbose by default, line after line
    for each request.

    Source: https://github.com/triton-inference-server/server/blob/main/docker/sagemaker/serve
    """
    return {"SAGEMAKER_TRITON_LOG_VERBOSE": "false"}
