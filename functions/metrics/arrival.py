"""A record as Kinesis hands it to Lambda."""

from collections.abc import Mapping
from typing import Any, Self

import msgspec


class Arrival(msgspec.Struct, frozen=True, gc=False):
    """Which record it is; no two records of a stream are equal in both numbers."""

    shard_id: str
    sequence_number: str
    time_s: float
    """When Kinesis took it, since 1970."""
    data: str
    """As Base64."""

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """The arrival that an entry of `Records` tells of.

        https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
        """
        kinesis = record["kinesis"]
        return cls(
            shard_id=record["eventID"].partition(":")[0],
            sequence_number=kinesis["sequenceNumber"],
            time_s=kinesis["approximateArrivalTimestamp"],
            data=kinesis["data"],
        )
