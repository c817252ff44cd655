"""Where a multi-model endpoint finds its models, and which there are."""

from __future__ import annotations

from typing import Any

from lockgate.addresses import Address
from lockgate.aws import Target, readable_errors
from lockgate.s3_uris import S3Uri
from lockgate.stack_outputs import require_prefix

MODELS = "ModelsPrefix"
"""Output of the endpoint's stack."""


def models_prefix(target: Target, address: Address) -> S3Uri:
    """Return the place in S3 under which the endpoint's archives lie.

    Raises:
        CommandError: it is not deployed, or not as a multi-model endpoint.
    """
    return require_prefix(target, address, MODELS)


def published_models(target: Target, address: Address) -> list[str]:
    """Return the names of the archives that the endpoint can load: its target models.

    Raises:
        CommandError: as for `models_prefix`, or S3 refused.
    """
    prefix = models_prefix(target, address)
    with readable_errors(target):
        return archives_below(prefix, target.client("s3", attempts=3))


def archives_below(prefix: S3Uri, client: Any) -> list[str]:
    """Return the names of the objects below a prefix, in the order of their names.

    Raises:
        ClientError: S3 refused.
    """
    pages = client.get_paginator("list_objects_v2")
    found = pages.paginate(Bucket=prefix.bucket, Prefix=prefix.key)
    keys = [item["Key"] for page in found for item in page.get("Contents", [])]
    return [name for key in keys if (name := key.removeprefix(prefix.key).removeprefix("/"))]
