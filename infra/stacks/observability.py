"""What makes figures of an environment's logs and captures, shows them, and watches them."""

from pathlib import Path
from typing import Any

import aws_cdk as cdk
from constructs import Construct

from infra.arns import Arns
from infra.config.environment import Environment
from infra.observability.alarm_topic import AlarmTopic
from infra.observability.capture_function import Captures, capture_function, read_queue
from infra.observability.catalog import Catalog
from infra.observability.code import pipeline_code
from infra.observability.metrics_function import metrics_function, read_stream, replay_function
from infra.observability.pipeline_alarms import PipelineAlarms
from infra.observability.records import QUARANTINE, UNPROCESSED, records_bucket
from infra.observability.redactions import redactions_of, redactions_variable
from infra.observability.stream import RecordStream
from infra.stacks.data import DataStack


class ObservabilityStack(cdk.Stack):
    """One for each environment, deployed before the endpoints: it knows them by their names."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        environment: Environment,
        arns: Arns,
        data: DataStack,
        cache: Path,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"Lockgate {name}: metrics, records, dashboard and alarms",
            termination_protection=environment.protect,
        )
        self._name, self._environment, self._arns = name, environment, arns
        self._data, self._cache, self._key_arn = data, cache, data.key.key_arn
        bucket = records_bucket(
            self, key=data.key, access_logs=data.access_logs, environment=environment
        )
        self._bucket = bucket.bucket_name
        self._topic = AlarmTopic(self, "Alarms", arns=arns, key_arn=self._key_arn)
        self._alarms = PipelineAlarms(self, "PipelineAlarms", topic_arn=self._topic.arn)
        self._tell("RecordsBucketName", self._bucket)
        self._tell("AlarmTopicArn", self._topic.arn)
        stream = RecordStream(self, "Stream", arns=arns, key_arn=self._key_arn)
        self._metrics(stream)
        self._captures()
        Catalog(
            self,
            "Catalog",
            environment=name,
            account=arns.account,
            bucket=self._bucket,
            key_arn=self._key_arn,
        )
        # Exported whether an endpoint uses them today or not: see DataStack.
        self.stream, self.delivery_role = map(self.export_value, (stream.arn, stream.delivery_role))

    def _metrics(self, stream: RecordStream) -> None:
        common = self._common("metrics")
        function = metrics_function(
            self,
            stream_arn=stream.arn,
            description=f"Stores the inference records of {self._name}, and publishes metrics",
            **common,
        )
        replay = replay_function(
            self, description=f"Reads stored inference records of {self._name} again", **common
        )
        source = read_stream(function, stream_arn=stream.arn, bucket_arn=common["bucket_arn"])
        self._alarms.late(function=function.name)
        self._alarms.failing("Metrics", function=function.name)
        self._alarms.given_up(source=source.ref, kept=f"s3://{self._bucket}/{UNPROCESSED}/")
        self._alarms.unparsable(kept=f"s3://{self._bucket}/{QUARANTINE}/")
        self._tell("MetricsFunctionName", function.name)
        self._tell("ReplayFunctionName", replay.name)

    def _captures(self) -> None:
        redactions = redactions_of(self._name, self._environment)
        data = self._data
        function = capture_function(
            self,
            captures=Captures(self._arns.bucket(data.captures), data.capture_queue),
            redacted=list(redactions),
            redactions=redactions_variable(self._name, redactions),
            description=f"Derives figures from the captures of {self._name}",
            **self._common("capture"),
        )
        read_queue(function, queue_arn=data.capture_queue)
        self._alarms.failing("Capture", function=function.name)
        self._alarms.dead_letters(queue=data.capture_dead_letters)

    def _common(self, folder: str) -> dict[str, Any]:
        """What the functions of a folder of `functions/` have in common."""
        return {
            "code": pipeline_code(self, folder, environment=self._environment, cache=self._cache),
            "bucket": self._bucket,
            "bucket_arn": self._arns.bucket(self._bucket),
            "key_arn": self._key_arn,
            "log_retention_days": self._environment.logs.retention_days,
        }

    def _tell(self, output: str, value: str) -> None:
        cdk.CfnOutput(self, output, value=value)
