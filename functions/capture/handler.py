"""Lambda function: reads each captured object that a message of the queue tells of.

What cannot be handled is reported message by message, comes again, and at last goes to the queue of
dead letters. Counts are printed last and at once, so that they are right unless the function ends
between that and its return.
"""

import logging
import os
import time
from collections.abc import Mapping
from functools import cache
from traceback import extract_tb
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ..emf import write
from .messages import objects
from .place import CapturedObject
from .process import NotRedactableError, Processor
from .settings import Settings
from .store import Store
from .tally import Tally
from .trouble import CaptureError

log = logging.getLogger(__name__)
SPEAKING = (CaptureError, BotoCoreError, ClientError)
"""Errors whose messages quote nothing that was captured."""


def on_messages(event: Mapping[str, Any], _: object = None) -> dict[str, Any]:
    """Handle a batch of messages, and name those that failed.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    total = Tally()
    failed = [message["messageId"] for message in event["Records"] if not _handle(message, total)]
    now_s = time.time()
    if late := total.late(now_s):
        log.warning("%d rows are stored, and too old or too new to be counted", late)
    write(total.lines(now_s))
    return {"batchItemFailures": [{"itemIdentifier": identity} for identity in failed]}


@cache
def processor() -> Processor:
    """The work of this process, with what its environment says."""
    import boto3  # most of the function's import: it is left to the first call
    from botocore.config import Config

    config = Config(
        connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 5}
    )
    settings = Settings.of(os.environ)
    return Processor(Store(settings.bucket, boto3.client("s3", config=config)), settings)


def _handle(message: Mapping[str, Any], total: Tally) -> bool:
    """Handle a message and add up its counts; whether all of it is done."""
    identity, counted = message["messageId"], Tally()
    is_done = True
    try:
        for source in objects(message["body"]):
            is_done = _process(source, identity, counted, total) and is_done
    except Exception as error:  # the other messages go on
        log.error("message %s failed: %s", identity, _told(error))
        return False
    if is_done:  # else it comes again, and is counted then
        total.merge(counted)
    return is_done


def _process(source: CapturedObject, identity: str, counted: Tally, total: Tally) -> bool:
    """Handle one object; whether it is done."""
    try:
        counted.merge(processor().process(source, message=identity))
    except NotRedactableError as error:
        total.merge(error.tally)
        log.error("message %s failed: %s", identity, error)
        return False
    except Exception as error:  # the others of the message go on
        log.error("message %s failed at %s: %s", identity, source, _told(error))
        return False
    return True


def _told(error: Exception) -> str:
    """What happened; of an unexpected error only where, since its message may quote a text."""
    if isinstance(error, SPEAKING):
        return f"{type(error).__name__}: {error}"
    last = extract_tb(error.__traceback__)[-1]
    return f"unexpected {type(error).__name__} in {last.filename}:{last.lineno}"
