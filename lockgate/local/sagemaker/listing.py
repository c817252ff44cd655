"""List operations: filters, order and pages, as botocore describes them."""

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.json_service import Request
from lockgate.local.sagemaker.records import Definition, Endpoint

Record = TypeVar("Record", Definition, Endpoint)

PAGE = 10
"""Results of a page when MaxResults is not given."""

_SORT_KEYS: dict[str, Callable[[Any], Any]] = {
    "Name": lambda record: record.name.lower(),
    "CreationTime": lambda record: record.created,
    "Status": lambda record: record.status,
}


def page(
    records: Iterable[Record], request: Request, *, member: str, summary: Callable[[Record], Any]
) -> dict[str, Any]:
    """Answer a list request: `member` holds one page of summaries, NextToken says how to go on.

    Raises:
        ServiceError: NextToken is not one that a list operation gave out.
    """
    kept = [record for record in records if _matches(record, request)]
    kept.sort(
        key=_SORT_KEYS[request.get("SortBy", "CreationTime")],
        reverse=request.get("SortOrder", "Descending") == "Descending",
    )
    start = _offset(request.get("NextToken"))
    end = start + request.get("MaxResults", PAGE)
    answer: dict[str, Any] = {member: [summary(record) for record in kept[start:end]]}
    return answer | ({"NextToken": _token(end)} if end < len(kept) else {})


def _matches(record: Definition | Endpoint, request: Request) -> bool:
    created = record.created.timestamp()
    modified = record.modified.timestamp() if isinstance(record, Endpoint) else created
    status = record.status if isinstance(record, Endpoint) else None
    return all(
        [
            request.get("NameContains", "").lower() in record.name.lower(),
            created < request.get("CreationTimeBefore", float("inf")),
            created > request.get("CreationTimeAfter", float("-inf")),
            modified < request.get("LastModifiedTimeBefore", float("inf")),
            modified > request.get("LastModifiedTimeAfter", float("-inf")),
            request.get("StatusEquals") in {None, status},
        ]
    )


def _token(offset: int) -> str:
    return base64.urlsafe_b64encode(f"offset:{offset}".encode()).decode()


def _offset(token: str | None) -> int:
    if token is None:
        return 0
    try:
        text = base64.urlsafe_b64decode(token.encode()).decode()
        return int(text.removeprefix("offset:"))
    except (binascii.Error, ValueError) as error:
        raise invalid("Invalid pagination token.") from error
