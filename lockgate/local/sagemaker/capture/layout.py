"""Where captured records lie in S3."""

from collections.abc import Iterable
from datetime import datetime

from lockgate.local.sagemaker.asynchronous.locations import Location
from lockgate.local.sagemaker.capture.record import Record, Source


def place(source: Source, moment: datetime, file_id: str) -> Location:
    """The file whose first record is of `moment`: DEST/ENDPOINT/VARIANT/yyyy/mm/dd/hh/FILE.

    Source: CAP-03, organised "based on the hour when the invocation occurred", in UTC. The guide
    calls the file filename.jsonl; users' files are called MM-SS-mmm-UUID.jsonl, as in
    AllTraffic/2020/03/11/12/32-18-648-cee08c3a-02ce-4790-b8ba-3173cfc12813.jsonl.
    """
    milliseconds = moment.microsecond // 1000
    name = f"{moment:%Y/%m/%d/%H/%M-%S}-{milliseconds:03}-{file_id}.jsonl"
    return source.settings.destination / f"{source.endpoint}/{source.variant}/{name}"


def files(records: Iterable[Record]) -> list[list[Record]]:
    """Records that share a file: of one variant, one destination and one hour, by time."""
    together: dict[tuple[Source, str], list[Record]] = {}
    for record in sorted(records, key=lambda record: record.event.moment):
        hour = f"{record.event.moment:%Y%m%d%H}"
        together.setdefault((record.source, hour), []).append(record)
    return list(together.values())
