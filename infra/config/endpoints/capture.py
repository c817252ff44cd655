"""Data capture of an endpoint."""

from infra.config.base import ConfigModel

PATTERN_NAMES = ("email", "phone", "credit_card", "ip_address")
"""Patterns that the capture function knows by name."""


class Redact(ConfigModel):
    """What is taken out of captures before anything is derived from them.

    The captured object is replaced by a copy without it; text that has gone is `[REDACTED]`.
    """

    patterns: list[str] = []
    """Python regular expressions, or the names `email`, `phone`, `credit_card`, `ip_address`."""
    drop_keys: list[str] = []
    """Keys of JSON bodies that are removed with their values, at any depth: `user`."""


class Capture(ConfigModel):
    """Data capture of requests and responses to the environment's capture bucket."""

    percent: int = 100
    """Share of the invocations to keep, in %."""
    redact: Redact | None = None
    """What to take out. Default: captures are kept as SageMaker writes them."""
