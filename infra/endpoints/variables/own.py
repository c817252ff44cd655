"""Containers of ours, in `containers/`."""

from infra.config import own_variables as own
from infra.endpoints.variables.served import Served


def own_variables(served: Served) -> dict[str, str]:
    """What `inference_code` reads. LiteLLM asks for a model by the name of its endpoint."""
    return own.own_variables(
        served.release, name=served.name, alias=served.endpoint_name, task=served.task
    )
