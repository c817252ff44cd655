"""Which minutes replays have published: CloudWatch adds, so none may be published twice."""

import json
from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from .aggregate import Key
from .envelope import digest
from .keys import published_key
from .replay_request import listed
from .store import CONFLICT, EXISTS, status_of


def claim(bucket: str, s3: Any, keys: Iterable[Key], claimed: list[Key]) -> None:
    """Note that minutes are published from here on; those that were before are left out.

    Args:
        bucket: the bucket of records.
        s3: boto3 client.
        keys: minutes of variants.
        claimed: gets those to publish, one by one, so that it has them also after an error.

    Raises:
        ClientError, BotoCoreError: S3 did not do it.
    """
    for key in keys:
        note = json.dumps(listed(key), separators=(",", ":")).encode()
        try:
            s3.put_object(
                Bucket=bucket,
                Key=published_key(key.minute * 60, digest(note)),
                Body=note,
                ContentType="application/json",
                IfNoneMatch="*",
            )
        except ClientError as error:
            # In a conflict another replay is at it.
            if status_of(error) not in (EXISTS, CONFLICT):
                raise
        else:
            claimed.append(key)
