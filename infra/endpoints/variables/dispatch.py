"""Which variables a release's container gets."""

from collections.abc import Callable, Mapping

from infra.config.model_card import ManagedImage
from infra.endpoints.variables.llama_cpp import llama_cpp_variables
from infra.endpoints.variables.lmi import lmi_variables
from infra.endpoints.variables.lmi_neuron import lmi_neuron_variables
from infra.endpoints.variables.own import own_variables
from infra.endpoints.variables.served import Served
from infra.endpoints.variables.sglang import sglang_variables
from infra.endpoints.variables.tei import tei_variables
from infra.endpoints.variables.tgi import tgi_variables
from infra.endpoints.variables.tgi_neuron import tgi_neuron_variables
from infra.endpoints.variables.toolkit_neuron import toolkit_neuron_variables
from infra.endpoints.variables.triton import triton_variables
from infra.endpoints.variables.vllm import vllm_variables
from infra.endpoints.variables.vllm_neuron import vllm_neuron_variables

MANAGED: Mapping[str, Callable[[Served], dict[str, str]]] = {
    "djl-lmi": lmi_variables,
    "djl-neuronx": lmi_neuron_variables,
    "huggingface-llm": tgi_variables,
    "huggingface-llm-neuronx": tgi_neuron_variables,
    "huggingface-neuronx": toolkit_neuron_variables,
    "huggingface-sglang": sglang_variables,
    "huggingface-tei": tei_variables,
    "huggingface-tei-cpu": tei_variables,
    "huggingface-vllm": vllm_variables,
    "huggingface-vllm-neuronx": vllm_neuron_variables,
    "llama-cpp": llama_cpp_variables,
    "llama-cpp-arm64": llama_cpp_variables,
    "sagemaker-tritonserver": triton_variables,
    "sglang": sglang_variables,
    "sglang-server": sglang_variables,
    "vllm": vllm_variables,
    "vllm-server": vllm_variables,
}
"""By image family. One that is not named here, as `huggingface-llamacpp` of which nothing public
tells what it reads, has only the variables of its model card."""


def container_variables(served: Served, *, further: Mapping[str, str]) -> dict[str, str]:
    """All variables of the container.

    Args:
        served: the release and where it runs.
        further: the endpoint's own variables; they win over the release's, as those win over ours.
    """
    return {**_engine_variables(served), **served.release.environment, **further}


def _engine_variables(served: Served) -> dict[str, str]:
    container = served.release.container
    if not isinstance(container, ManagedImage):
        return own_variables(served)
    engine = MANAGED.get(container.managed)
    return engine(served) if engine else {}
