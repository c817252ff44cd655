"""Containers of ours, in `containers/`."""

from infra.endpoints.variables.served import Served


def own_variables(served: Served) -> dict[str, str]:
    """What `inference_code` reads. LiteLLM asks for a model by the name of its endpoint."""
    return {
        "LOCKGATE_MODEL_NAME": served.name,
        "LOCKGATE_MODEL_ALIASES": served.endpoint_name,
        "LOCKGATE_CONTEXT_LENGTH": str(served.settings.context_length),
        "LOCKGATE_PARALLEL_REQUESTS": str(served.settings.parallel_requests),
    }
