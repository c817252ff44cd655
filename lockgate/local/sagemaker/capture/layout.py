"""Where captured records lie in S3."""

import uuid
from collections.abc import Iterable

from lockgate.local.sagemaker.asynchronous.locations import Location
from lockgate.local.sagemaker.capture.record import Event, Record, Source

FILE_BYTES = 4 << 20
"""Most payloads of one file, in bytes, so that no file takes long to write.

A longer record has a file of its own.
"""


def place(source: Source, first: Event) -> Location:
    """Where a file with this first event lies: DEST/ENDPOINT/VARIANT/yyyy/mm/dd/hh/FILE.

    Source: CAP-03, organised "based on the hour when the invocation occurred", here in UTC. The
    guide calls the file filename.jsonl; on AWS it is called MM-SS-mmm-UUID.jsonl, as in
    AllTraffic/2020/03/11/12/32-18-648-cee08c3a-02ce-4790-b8ba-3173cfc12813.jsonl.
    """
    milliseconds = first.moment.microsecond // 1000
    name = f"{first.moment:%Y/%m/%d/%H/%M-%S}-{milliseconds:03}-{uuid.uuid4()}.jsonl"
    return source.settings.destination / f"{source.endpoint}/{source.variant}/{name}"


def files(records: Iterable[Record], *, file_bytes: int = FILE_BYTES) -> list[list[Record]]:
    """Records that share a file: of one variant, one destination and one hour, by time."""
    together: dict[tuple[Source, str], list[Record]] = {}
    for record in sorted(records, key=lambda record: record.event.moment):
        hour = f"{record.event.moment:%Y%m%d%H}"
        together.setdefault((record.source, hour), []).append(record)
    return [file for group in together.values() for file in _parts(group, file_bytes)]


def _parts(records: list[Record], file_bytes: int) -> list[list[Record]]:
    parts: list[list[Record]] = []
    size = 0
    for record in records:
        size += record.size
        if not parts or size > file_bytes:
            parts.append([])
            size = record.size
        parts[-1].append(record)
    return parts
