"""Clients of AWS, made when they are first used."""

from functools import cache
from typing import Any

from .batch import THREADS


@cache
def s3() -> Any:
    """A boto3 client that asks a busy S3 again, and gives up while there is time to say so."""
    # boto3 is most of the function's import: it is left to the first call.
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 5},
        max_pool_connections=THREADS,
    )
    return boto3.client("s3", config=config)
