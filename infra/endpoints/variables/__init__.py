"""Environment variables that tell each kind of container what to serve, and how."""

from infra.endpoints.variables.dispatch import container_variables
from infra.endpoints.variables.served import Served

__all__ = ["Served", "container_variables"]
