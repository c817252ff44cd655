"""Which variables a release's container gets."""

from collections.abc import Callable, Mapping

from infra.config.model_card import ManagedImage
from infra.endpoints.variables.lmi import lmi_variables
from infra.endpoints.variables.own import own_variables
from infra.endpoints.variables.served import Served
from infra.endpoints.variables.tgi import tgi_variables
from infra.endpoints.variables.vllm import vllm_variables

MANAGED: Mapping[str, Callable[[Served], dict[str, str]]] = {
    "vllm": vllm_variables,
    "djl-lmi": lmi_variables,
    "huggingface-llm": tgi_variables,
}
"""By image family. A family that is not named here has only the variables of its model card."""


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
