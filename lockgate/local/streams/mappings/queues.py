"""What a function reports of the messages of a queue.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from collections.abc import Collection, Mapping
from typing import Any


def failed_messages(response: Any, ids: Collection[str]) -> set[str]:
    """The ids of the messages that come again.

    None after a response without failures. All after failures that are not to be understood: no
    list, or an identifier that is empty, null, missing, or of no message.
    """
    failures = response.get("batchItemFailures") if isinstance(response, Mapping) else None
    if not failures:
        return set()
    if not isinstance(failures, list):
        return set(ids)
    reported = {_identifier(failure) for failure in failures}
    known = {identifier for identifier in reported if identifier is not None and identifier in ids}
    return known if len(known) == len(reported) else set(ids)


def _identifier(failure: Any) -> str | None:
    identifier = failure.get("itemIdentifier") if isinstance(failure, Mapping) else None
    return identifier if isinstance(identifier, str) else None
