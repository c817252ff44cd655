"""Copying archives within S3."""

from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError

from .request import Archive, PublishRequest

MIB = 1 << 20
IN_PARTS = TransferConfig(
    multipart_threshold=64 * MIB, multipart_chunksize=128 * MIB, max_concurrency=16
)
"""Over 5 GB S3 copies in parts only, and several at a time are faster long before."""
SOURCE = "lockgate-asset"
"""Metadata of a copy: the key of the asset that it was made of."""


class PublishError(Exception):
    """A model could not be published."""


def publish(request: PublishRequest, s3: Any) -> list[str]:
    """Copy the archives that are not there yet; nothing is ever deleted.

    Args:
        request: the archives, and where they shall lie.
        s3: boto3 client.

    Returns:
        Names of those that were copied.

    Raises:
        PublishError: one could not be; the message names it.
    """
    return [archive.name for archive in request.archives if _publish(archive, request, s3)]


def _publish(archive: Archive, request: PublishRequest, s3: Any) -> bool:
    key = f"{request.prefix}{archive.name}"
    source = {"Bucket": archive.bucket, "Key": archive.key}
    try:
        if _is_there(archive, s3.head_object(**source), s3, request.bucket, key):
            return False
        metadata = {"Metadata": {SOURCE: archive.key}, "MetadataDirective": "REPLACE"}
        s3.copy(source, request.bucket, key, ExtraArgs=metadata, Config=IN_PARTS)
    except (Boto3Error, BotoCoreError, ClientError) as error:
        places = f"s3://{archive.bucket}/{archive.key} to s3://{request.bucket}/{key}"
        raise PublishError(f"{archive.name} is not published: copying {places}: {error}") from error
    return True


def _is_there(archive: Archive, source: dict[str, Any], s3: Any, bucket: str, key: str) -> bool:
    """Whether a whole copy of this very asset lies at the place.

    S3 is asked for a list first: to whom may list only a prefix, it does not say of a single object
    that it does not exist.
    """
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=key).get("Contents", [])
    if not any(each["Key"] == key for each in listed):
        return False
    found = s3.head_object(Bucket=bucket, Key=key)
    is_whole: bool = found["ContentLength"] == source["ContentLength"]
    return is_whole and found["Metadata"].get(SOURCE) == archive.key
