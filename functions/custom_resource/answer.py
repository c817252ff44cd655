"""The answer to CloudFormation, which waits for it: also when the work fails.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
"""

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

from .deadline import Context, in_time

Event = dict[str, Any]
REASON_CHARACTERS = 800
"""An answer may have 4096 bytes, and a character takes up to four."""
SECONDS = 10
log = logging.getLogger(__name__)


def answer(event: Event, context: Context, physical_id: str, work: Callable[[], Any]) -> None:
    """Do the work of a request, and tell CloudFormation how it ended.

    Args:
        event: the request.
        context: of the invocation; work that outlasts it fails while there is time to say so.
        physical_id: of the resource; a request that already has one keeps it.
        work: what is asked for. What it raises is the reason of the failure.
    """
    done = {"PhysicalResourceId": event.get("PhysicalResourceId", physical_id)}
    try:
        with in_time(context):
            work()
    except Exception as error:  # whatever it is, CloudFormation must not wait for an hour
        log.exception("%s of %s failed", event["RequestType"], event["LogicalResourceId"])
        reason = f"{type(error).__name__}: {error}"[:REASON_CHARACTERS]
        _send(event, done | {"Status": "FAILED", "Reason": reason})
    else:
        _send(event, done | {"Status": "SUCCESS"})


def _send(event: Event, told: dict[str, Any]) -> None:
    members = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    body = json.dumps(members | told, ensure_ascii=False).encode()
    # The address is signed without a content type, and urllib would add one.
    request = Request(  # noqa: S310  # CloudFormation's own address
        event["ResponseURL"], data=body, method="PUT", headers={"Content-Type": ""}
    )
    with urlopen(request, timeout=SECONDS):  # noqa: S310  # as above
        pass
