"""What the capture function takes out of each endpoint's captures, as a variable tells it."""

import json
from collections.abc import Mapping
from typing import Any

from infra.config.endpoints.common import InstanceEndpoint
from infra.config.environment import Environment
from infra.config.naming import endpoint_name

MAX_BYTES = 3 * 1024
"""Lambda takes 4 KB of variables, all names and values together; the others stay below 1 KB.
Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
Redactions = dict[str, dict[str, Any]]


def redactions_of(name: str, environment: Environment) -> Redactions:
    """What is taken out, by the name of the endpoint on AWS; only endpoints that say so.

    Args:
        name: of the environment.
        environment: its endpoints.
    """
    return {
        endpoint_name(name, endpoint): settings.capture.redact.model_dump()
        for endpoint, settings in environment.endpoints.items()
        if isinstance(settings, InstanceEndpoint) and settings.capture and settings.capture.redact
    }


def as_variable(redactions: Mapping[str, Mapping[str, Any]]) -> str:
    """The value of the function's variable: JSON, without spaces."""
    return json.dumps(redactions, separators=(",", ":"), ensure_ascii=False)
