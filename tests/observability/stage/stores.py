"""Everything that a local AWS keeps, as bytes by the place where it is."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.local.conftest import LocalAws
from tests.observability.pipeline import contents

Found = Iterator[tuple[str, bytes]]


def everything(aws: LocalAws, folder: Path) -> Found:
    """All that it keeps, unpacked; and all files below a folder."""
    for part in (_objects, _logs, _streams, _queues, _descriptions):
        yield from part(aws)
    yield from _files(folder)


def _objects(aws: LocalAws) -> Found:
    for bucket in aws.client("s3").list_buckets()["Buckets"]:
        for key, body in contents(aws, bucket["Name"]).items():
            place = f"s3://{bucket['Name']}/{key}"
            yield f"{place} (name)", key.encode()
            yield from _unpacked(place, body)
            head = aws.client("s3").head_object(Bucket=bucket["Name"], Key=key)
            yield f"{place} (metadata)", _text(head["Metadata"])


def _unpacked(place: str, body: bytes) -> Found:
    yield place, body
    if body.startswith(b"\x1f\x8b"):
        yield f"{place} (unpacked)", gzip.decompress(body)
    elif body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield f"{place} {name}", archive.read(name)


def _logs(aws: LocalAws) -> Found:
    logs = aws.client("logs")
    for group in _all(logs, "describe_log_groups", "logGroups"):
        name = group["logGroupName"]
        for event in _all(logs, "filter_log_events", "events", logGroupName=name):
            yield f"log group {name}", event["message"].encode()
        streams = _all(logs, "describe_log_streams", "logStreams", logGroupName=name)
        yield f"log streams of {name}", _text(streams)


def _streams(aws: LocalAws) -> Found:
    kinesis = aws.client("kinesis")
    for name in kinesis.list_streams()["StreamNames"]:
        for shard in kinesis.list_shards(StreamName=name)["Shards"]:
            position = kinesis.get_shard_iterator(
                StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            for record in kinesis.get_records(ShardIterator=position, Limit=10_000)["Records"]:
                yield from _unpacked(f"stream {name}", record["Data"])


def _queues(aws: LocalAws) -> Found:
    sqs = aws.client("sqs")
    for url in sqs.list_queues().get("QueueUrls", ()):
        asked: dict[str, Any] = {"QueueUrl": url, "VisibilityTimeout": 0}
        yield f"queue {url}", _text(sqs.receive_message(**asked, MaxNumberOfMessages=10))


def _descriptions(aws: LocalAws) -> Found:
    """Names, dimensions and settings."""
    cloudwatch, sagemaker = aws.client("cloudwatch"), aws.client("sagemaker")
    yield "metrics", _text(_all(cloudwatch, "list_metrics", "Metrics"))
    yield "alarms", _text(cloudwatch.describe_alarms())
    for board in cloudwatch.list_dashboards()["DashboardEntries"]:
        name = board["DashboardName"]
        yield f"dashboard {name}", _text(cloudwatch.get_dashboard(DashboardName=name))
    for function in aws.client("lambda").list_functions()["Functions"]:
        yield f"function {function['FunctionName']}", _text(function)
    for endpoint in sagemaker.list_endpoints()["Endpoints"]:
        described = sagemaker.describe_endpoint(EndpointName=endpoint["EndpointName"])
        yield "endpoint", _text(described)
    yield from _stacks(aws.client("cloudformation"))


def _stacks(client: Any) -> Found:
    for stack in client.describe_stacks()["Stacks"]:
        name = stack["StackName"]
        yield f"stack {name}", _text(stack)
        yield f"template of {name}", _text(client.get_template(StackName=name))
        yield f"events of {name}", _text(client.describe_stack_events(StackName=name))


def _files(folder: Path) -> Found:
    for path in folder.rglob("*"):
        yield f"{path} (name)", path.name.encode()
        if path.is_file() and not path.is_symlink():
            yield from _unpacked(str(path), path.read_bytes())


def _all(client: Any, operation: str, members: str, **asked: Any) -> list[Any]:
    pages = client.get_paginator(operation).paginate(**asked)
    return [one for page in pages for one in page.get(members, ())]


def _text(described: Any) -> bytes:
    return json.dumps(described, default=str, ensure_ascii=False).encode()
