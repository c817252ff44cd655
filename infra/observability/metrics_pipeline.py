"""From log lines to metrics: the stream, the function that reads it, and what is kept for later."""

from constructs import Construct

from infra.config.naming import endpoint_name
from infra.observability.metrics_function import metrics_function, read_stream, replay_function
from infra.observability.parts import Parts
from infra.observability.records import QUARANTINE, UNPROCESSED
from infra.observability.stream import RecordStream


class MetricsPipeline(Construct):
    """One for all endpoints of an environment."""

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(scope, construct_id)
        self.stream = RecordStream(self, "Stream", arns=parts.arns, key_arn=parts.key_arn)
        functions = parts.of_functions(self, "metrics")
        kept = {"bucket": parts.bucket, "bucket_arn": parts.bucket_arn}
        self.function = metrics_function(
            self,
            stream_arn=self.stream.arn,
            description=f"Stores the inference records of {parts.name}, and publishes metrics",
            **kept,
            **functions,
        )
        self.replay = replay_function(
            self,
            description=f"Reads stored inference records of {parts.name} again",
            **kept,
            **functions,
        )
        self._watch(parts)

    def _watch(self, parts: Parts) -> None:
        source = read_stream(self.function, stream_arn=self.stream.arn, bucket_arn=parts.bucket_arn)
        place = f"s3://{parts.bucket}"
        parts.alarms.late(function=self.function.name)
        parts.alarms.failing("Metrics", function=self.function.name)
        parts.alarms.given_up(source=source.ref, kept=f"{place}/{UNPROCESSED}/")
        names = [endpoint_name(parts.name, each) for each in parts.environment.endpoints]
        parts.alarms.unparsable(endpoints=names, kept=f"{place}/{QUARANTINE}/")
