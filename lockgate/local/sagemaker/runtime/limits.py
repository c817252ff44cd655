"""Limits of an invocation."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What AWS allows; only tests use other values.

    Source: RT-PAY-01 and RT-TIME-01, the quotas page of the SageMaker developer guide.
    """

    body_bytes: int = 25 * MIB
    """Longest request and response. botocore's model still says 6 MiB, and checks neither."""
    plain_s: float = 60
    """Time in which a plain invocation must be answered."""
    stream_s: float = 8 * 60
    """Time in which a stream must end."""
