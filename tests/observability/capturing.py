"""The capture function behind a bucket and a queue, on a running local AWS."""

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.functions.capture import captured
from tests.local.conftest import LocalAws
from tests.local.functions import arn, create_bucket, create_role
from tests.local.polling import until
from tests.observability.package import code_of
from tests.observability.pipeline import contents, read

HANDLER = "functions.capture.handler.on_messages"
HIDDEN_S = 300
"""Until a message that failed is seen again, in AWS's time. A function at work hides its messages
so many real seconds: it must be done by then, or they are handled, and counted, twice."""
RECEIVES = 5
REDACTIONS = {"secret": {"patterns": ["KEPT[0-9]+"], "drop_keys": []}}
"""By endpoint."""


@dataclass(frozen=True)
class Capturing:
    """Its parts have names that begin with the same word."""

    aws: LocalAws
    name: str

    def deploy(self, variables: dict[str, str]) -> "Capturing":
        """Make everything, and let the function read the queue."""
        for bucket in (self.captures, self.records):
            create_bucket(self.aws, bucket)
        self._queue(f"{self.name}-dead", {})
        dead = json.dumps(
            {"deadLetterTargetArn": arn("sqs", f"{self.name}-dead"), "maxReceiveCount": RECEIVES}
        )
        self._queue(self.name, {"VisibilityTimeout": str(HIDDEN_S), "RedrivePolicy": dead})
        told = {"QueueArn": arn("sqs", self.name), "Events": ["s3:ObjectCreated:*"]}
        prefix = {"Key": {"FilterRules": [{"Name": "prefix", "Value": "captures/"}]}}
        self.aws.client("s3").put_bucket_notification_configuration(
            Bucket=self.captures,
            NotificationConfiguration={"QueueConfigurations": [told | {"Filter": prefix}]},
        )
        functions = self.aws.client("lambda")
        settings = {"RECORDS_BUCKET": self.records, "REDACTIONS": json.dumps(REDACTIONS)}
        functions.create_function(
            FunctionName=self.name,
            Runtime="python3.14",
            Role=create_role(self.aws, self.name, "lambda.amazonaws.com"),
            Handler=HANDLER,
            Code={"ZipFile": code_of("capture")},
            Timeout=120,
            Environment={"Variables": settings | variables},
        )
        functions.create_event_source_mapping(
            EventSourceArn=arn("sqs", self.name),
            FunctionName=self.name,
            BatchSize=10,
            FunctionResponseTypes=["ReportBatchItemFailures"],
        )
        return self

    def _queue(self, name: str, attributes: dict[str, str]) -> None:
        self.aws.client("sqs").create_queue(QueueName=name, Attributes=attributes)

    @property
    def captures(self) -> str:
        """Bucket of captured objects."""
        return f"{self.name}-captures"

    @property
    def records(self) -> str:
        """Bucket of rows."""
        return f"{self.name}-records"

    def dead(self) -> int:
        """How many messages nobody could handle."""
        return self._waiting(f"{self.name}-dead")

    def settle(self) -> None:
        """Wait until no message is left."""
        until(lambda: self._waiting(self.name) == 0)

    def _waiting(self, name: str) -> int:
        sqs = self.aws.client("sqs")
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(counts[each]) for each in names)

    def put(self, endpoint: str, number: int, *, text: str = "Blue.") -> list[str]:
        """Store captured objects of two records each; returns the ids of the records."""
        now = datetime.now(UTC)
        ids = [f"{endpoint}-{each}" for each in range(2 * number)]
        for each in range(number):
            key = f"captures/{endpoint}/a/{now:%Y/%m/%d/%H}/{each:03}.jsonl"
            body = captured.lines(
                *(_record(one, text, now) for one in ids[2 * each : 2 * each + 2])
            )
            self.aws.client("s3").put_object(Bucket=self.captures, Key=key, Body=body)
        return ids

    def tell_again(self, endpoint: str) -> None:
        """Send the queue another message about each captured object of an endpoint."""
        sqs = self.aws.client("sqs")
        url = sqs.get_queue_url(QueueName=self.name)["QueueUrl"]
        for key in contents(self.aws, self.captures, f"captures/{endpoint}/"):
            place = {"bucket": {"name": self.captures}, "object": {"key": key}}
            told = {"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": place}
            sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"Records": [told]}))

    def rows(self, endpoint: str) -> Counter[str]:
        """How many rows each record of an endpoint has, by its id."""
        found: Counter[str] = Counter()
        for body in contents(self.aws, self.records, "quality/").values():
            rows = [json.loads(line) for line in gzip.decompress(body).splitlines()]
            found.update(row["inference_id"] for row in rows if row["endpoint"] == endpoint)
        return found

    def sum(self, metric: str, endpoint: str) -> int:
        """The sum of a metric over all minutes."""
        names = {"EndpointName": endpoint, "VariantName": "a"}
        return int(sum(read(self.aws, metric, "Sum", names)))


def _record(identity: str, text: str, now: datetime) -> dict[str, Any]:
    answer = json.loads(json.dumps(captured.ANSWER).replace("Blue.", text))
    record = captured.chat(answer=answer, event_id=identity)
    record["eventMetadata"]["inferenceTime"] = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    return record
