"""The metrics function behind a stream of its own, on a running local AWS."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.local.conftest import LocalAws
from tests.local.functions import arn, create_bucket, create_role
from tests.local.polling import until
from tests.observability.lines import line, record
from tests.observability.package import code_of

HANDLER = "functions.metrics.handler.on_records"
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@dataclass(frozen=True)
class Pipeline:
    """Bucket, stream and function have one name."""

    aws: LocalAws
    name: str

    def deploy(
        self,
        settings: Mapping[str, Any],
        variables: Mapping[str, str] | None = None,
        *,
        handler: str = HANDLER,
        timeout_s: int = 120,
        **modules: str,
    ) -> "Pipeline":
        """Make everything, and let the function read the stream.

        Args:
            settings: of the event source mapping.
            variables: of the function, besides the bucket.
            handler: of the function.
            timeout_s: of the function.
            modules: further modules in its package.
        """
        create_bucket(self.aws, self.name)
        stream = {"StreamName": self.name, "StreamModeDetails": {"StreamMode": "ON_DEMAND"}}
        self.aws.client("kinesis").create_stream(**stream)
        functions = self.aws.client("lambda")
        functions.create_function(
            FunctionName=self.name,
            Runtime="python3.14",
            Role=create_role(self.aws, self.name, "lambda.amazonaws.com"),
            Handler=handler,
            Code={"ZipFile": code_of("metrics", **modules)},
            Timeout=timeout_s,
            MemorySize=1024,
            Environment={"Variables": {"RECORDS_BUCKET": self.name, **(variables or {})}},
        )
        functions.create_event_source_mapping(
            EventSourceArn=arn("kinesis", f"stream/{self.name}"),
            FunctionName=self.name,
            DestinationConfig={"OnFailure": {"Destination": f"arn:aws:s3:::{self.name}"}},
            **{key: value for key, value in settings.items() if key != "MetricsConfig"},
        )
        return self

    def log(self) -> list[str]:
        """What the function printed, but for metrics."""
        group = f"/aws/lambda/{self.name}"
        events = self.aws.client("logs").filter_log_events(logGroupName=group)["events"]
        return [one["message"] for one in events if not one["message"].startswith('{"_aws"')]

    def keys(self, prefix: str = "") -> list[str]:
        """Keys of what the bucket has."""
        return list(contents(self.aws, self.name, prefix))

    def given_up(self) -> list[str]:
        """Keys of what Lambda gave up."""
        return self.keys("aws/lambda/")


@dataclass(frozen=True)
class Endpoint:
    """What comes from one endpoint through a pipeline, and what becomes of it."""

    pipeline: Pipeline
    name: str
    numbers: set[str] = field(default_factory=set)
    """Sequence numbers of the records that were put."""

    def put(self, *data: bytes) -> None:
        """Put records into one shard of the stream, in this order."""
        records = [{"Data": each, "PartitionKey": "one"} for each in data]
        kinesis = self.pipeline.aws.client("kinesis")
        answer = kinesis.put_records(StreamName=self.pipeline.name, Records=records)
        self.numbers.update(one["SequenceNumber"] for one in answer["Records"])

    def settle(self) -> None:
        """Wait until all that was put is done with: a shard's records are handled in order."""
        last = f"{self.name}-last"
        before = self.sum("Requests", last)
        self.put(record(last, [line()]))
        try:
            until(lambda: self.sum("Requests", last) > before)
        except AssertionError as error:
            error.add_note("\n".join(self.pipeline.log()))
            raise

    def sum(self, metric: str, endpoint: str | None = None) -> int:
        """The sum of a metric of the variant over all minutes."""
        names = {"EndpointName": endpoint or self.name, "VariantName": "a"}
        return int(sum(read(self.pipeline.aws, metric, "Sum", names)))

    def unparsable(self) -> int:
        """How many lines of the endpoint were quarantined."""
        names = {"EndpointName": self.name}
        return int(sum(read(self.pipeline.aws, "UnparsableRecords", "Sum", names)))

    def stored(self) -> Counter[str]:
        """How often each of its log events is stored, by its id."""
        found: Counter[str] = Counter()
        for body in contents(self.pipeline.aws, self.pipeline.name, "records/").values():
            envelope = json.loads(gzip.decompress(body))
            if envelope["logGroup"].endswith(f"/{self.name}"):
                found.update(event["id"] for event in envelope["logEvents"])
        return found

    def quarantined(self) -> list[dict[str, Any]]:
        """What is told of the records that have trouble."""
        bodies = contents(self.pipeline.aws, self.pipeline.name, "quarantine/").values()
        told = map(json.loads, bodies)
        return [one for one in told if one["where"]["sequence_number"] in self.numbers]


def read(aws: LocalAws, metric: str, statistic: str, dimensions: Mapping[str, str]) -> list[float]:
    """A statistic of one of our metrics over all its values; nothing where there are none."""
    now = datetime.now(UTC)
    start, end = now - 24 * HOUR, now + 3 * HOUR
    asked = {
        "Namespace": "Lockgate",
        "MetricName": metric,
        "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
    }
    whole = {"Metric": asked, "Period": 28 * HOUR // SECOND, "Stat": statistic}
    answer = aws.client("cloudwatch").get_metric_data(
        MetricDataQueries=[{"Id": "asked", "MetricStat": whole}], StartTime=start, EndTime=end
    )
    values: list[float] = answer["MetricDataResults"][0]["Values"]
    return values


def contents(aws: LocalAws, bucket: str, prefix: str = "") -> dict[str, bytes]:
    """All objects of a bucket below a prefix."""
    s3 = aws.client("s3")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def ids_of(data: Iterable[bytes]) -> Counter[str]:
    """The ids of the log events in records, each once."""
    envelopes = [json.loads(gzip.decompress(each)) for each in data]
    return Counter({event["id"]: 1 for one in envelopes for event in one["logEvents"]})
