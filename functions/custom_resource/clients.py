"""Clients of AWS for the short life of a function."""

from typing import Any

import boto3
from botocore.config import Config

CONFIG = Config(
    # boto3 waits for a minute by default, which is more than some of the functions have.
    connect_timeout=5,
    read_timeout=20,
    # Many stacks are deployed at once, and AWS throttles them together.
    retries={"mode": "standard", "total_max_attempts": 8},
    max_pool_connections=16,
)


def client(service: str) -> Any:
    """A boto3 client that is patient with throttling, and not with silence."""
    return boto3.client(service, config=CONFIG)
