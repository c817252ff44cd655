"""The tables of an environment's records, as Athena sees what lies in the records bucket.

Partitions are computed from the query (partition projection), so nobody has to add any.
https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.observability.records import QUARANTINE, RECORDS

JSON_SERDE = "org.openx.data.jsonserde.JsonSerDe"
TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat"
TEXT_OUTPUT = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
FIRST_DAY = "2026-01-01"
PLACE = ("shard_id", "sequence_number", "log_group", "log_stream", "bucket", "key")
"""Where a record that could not be read came from."""
PARTITIONS = {"dt": "string", "hour": "string"}


@dataclass(frozen=True)
class Table:
    """Objects of JSON lines below a folder of the bucket."""

    name: str
    description: str
    folder: str
    columns: Mapping[str, str]
    """Types of Hive, by name."""


RECORDS_TABLE = Table(
    "records",
    "Records of the stream as CloudWatch Logs sent them, of any server",
    RECORDS,
    {
        "messagetype": "string",
        "owner": "string",
        "loggroup": "string",
        "logstream": "string",
        "subscriptionfilters": "array<string>",
        "logevents": "array<struct<id:string,timestamp:bigint,message:string>>",
    },
)
QUARANTINE_TABLE = Table(
    "quarantine",
    "Why records, or lines in them, could not be read",
    QUARANTINE,
    {
        "reason": "string",
        "where": f"struct<{','.join(f'{name}:string' for name in PLACE)}>",
        "events": "array<struct<id:string,reason:string>>",
        "data": "string",
    },
)


def table_input(table: Table, bucket: str) -> dict[str, Any]:
    """A table as AWS Glue takes it.

    Args:
        table: the table.
        bucket: name of the records bucket.
    """
    place = f"s3://{bucket}/{table.folder}/"
    return {
        "Name": table.name,
        "Description": table.description,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"classification": "json", **_projection(place)},
        "PartitionKeys": _columns(PARTITIONS),
        "StorageDescriptor": {
            "Columns": _columns(table.columns),
            "Location": place,
            "InputFormat": TEXT_INPUT,
            "OutputFormat": TEXT_OUTPUT,
            "SerdeInfo": {"SerializationLibrary": JSON_SERDE},
        },
    }


def _projection(place: str) -> dict[str, str]:
    return {
        "projection.enabled": "true",
        "projection.dt.type": "date",
        "projection.dt.format": "yyyy-MM-dd",
        "projection.dt.range": f"{FIRST_DAY},NOW",
        "projection.hour.type": "integer",
        "projection.hour.range": "0,23",
        "projection.hour.digits": "2",
        "storage.location.template": f"{place}dt=${{dt}}/hour=${{hour}}/",
    }


def _columns(columns: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Type": kind} for name, kind in columns.items()]
