"""Reads the stored records of some hours."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .batch import THREADS
from .envelope import Envelope, EnvelopeError, open_envelope
from .keys import RECORDS, hour_prefix

HOUR_MINUTES = 60
MAX_WAITING = 2 * THREADS
"""Objects at once: as many again as threads, so that none waits for work."""


def hours(start: int, end: int) -> list[str]:
    """Prefixes of the records that may have lines of these minutes since 1970.

    A record lies in the hour of its first log event, and its lines say when the requests ended:
    both may be in the hour before or after.
    """
    first, last = start // HOUR_MINUTES - 1, (end - 1) // HOUR_MINUTES + 1
    return [hour_prefix(RECORDS, hour * 3600) for hour in range(first, last + 1)]


def envelopes(bucket: str, s3: Any, prefixes: Iterable[str]) -> Iterator[Envelope]:
    """The stored records, in the order of their keys.

    Raises:
        EnvelopeError: one cannot be read; the message names it.
        ClientError, BotoCoreError: S3 does not give it.
    """
    pool = ThreadPoolExecutor(THREADS)
    try:
        waiting: deque[Any] = deque()
        for prefix in prefixes:
            for key in _keys(bucket, s3, prefix):
                waiting.append((key, pool.submit(_fetch, bucket, s3, key)))
                if len(waiting) == MAX_WAITING:
                    yield _opened(*waiting.popleft())
        while waiting:
            yield _opened(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _keys(bucket: str, s3: Any, prefix: str) -> Iterator[str]:
    more: dict[str, str] = {}
    while True:
        page = s3.list_objects_v2(Bucket=bucket, Prefix=prefix, **more)
        yield from (entry["Key"] for entry in page.get("Contents", ()))
        if not page["IsTruncated"]:
            return
        more = {"ContinuationToken": page["NextContinuationToken"]}


def _fetch(bucket: str, s3: Any, key: str) -> bytes:
    body: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return body


def _opened(key: str, data: Any) -> Envelope:
    try:
        return open_envelope(data.result())
    except EnvelopeError as error:
        raise EnvelopeError(f"{key}: {error}") from error
