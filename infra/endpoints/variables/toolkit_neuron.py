"""Hugging Face's inference images for Neuron (sagemaker-huggingface-inference-toolkit)."""

from infra.config.sources import HuggingFaceSource
from infra.endpoints.variables.served import Served


def toolkit_neuron_variables(served: Served) -> dict[str, str]:
    """What a model is compiled for, unless its own configuration says so already (NEU-04).

    `HF_MODEL_ID` is for models on the hub only: the toolkit would look for a folder there too. Its
    pipelines use one NeuronCore each and take no data type.

    Source: https://github.com/aws/sagemaker-huggingface-inference-toolkit, `README.md` and
    `optimum_utils.py`.
    """
    on_hub = isinstance(served.release.source, HuggingFaceSource)
    return {
        **({"HF_MODEL_ID": served.location} if on_hub else {}),
        **served.revision("HF_MODEL_REVISION"),
        "HF_OPTIMUM_BATCH_SIZE": str(served.settings.parallel_requests),
        "HF_OPTIMUM_SEQUENCE_LENGTH": str(served.context_length),
    }
