"""What the capture function takes out of each endpoint's captures, as a variable tells it."""

import json
from collections.abc import Mapping
from typing import Any

from infra.config.endpoints import Endpoint
from infra.config.endpoints.capture import Redact
from infra.config.environment import Environment
from infra.config.naming import endpoint_name
from infra.config.violations import ConfigurationError, Violation

MAX_BYTES = 3 * 1024
"""Lambda takes 4 KB of variables, all names and values together; the others stay below 1 KB."""


def redactions_of(name: str, environment: Environment) -> dict[str, dict[str, Any]]:
    """What is taken out, by the name of the endpoint on AWS; only endpoints that say so.

    Args:
        name: of the environment.
        environment: its endpoints.
    """
    return {
        endpoint_name(name, endpoint): redact.model_dump()
        for endpoint, settings in environment.endpoints.items()
        if (redact := _redact(settings))
    }


def redactions_variable(name: str, redactions: Mapping[str, Mapping[str, Any]]) -> str:
    """The variable: JSON, without spaces.

    Args:
        name: of the environment.
        redactions: as `redactions_of` finds them.

    Raises:
        ConfigurationError: they do not fit; names the endpoint that says most.
    """
    text = _json(redactions)
    if len(text.encode()) <= MAX_BYTES:
        return text
    longest = max(redactions, key=lambda endpoint: len(_json(redactions[endpoint])))
    endpoint = longest.removeprefix(f"{name}-")
    message = (
        f"what the endpoints redact takes {len(text.encode())} bytes of the capture function's "
        f"variables, which have room for {MAX_BYTES}; shorten it, most of it is here"
    )
    where = f"endpoints.{endpoint}.capture.redact"
    raise ConfigurationError(
        [Violation(f"environments/{name}.yaml", None, where, message, "REDACT")]
    )


def _redact(settings: Endpoint) -> Redact | None:
    capture = getattr(settings, "capture", None)
    return capture.redact if capture else None


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
