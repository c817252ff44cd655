"""What makes figures of an environment's logs and captures, shows them, and watches them."""

from pathlib import Path

import aws_cdk as cdk
from constructs import Construct

from infra.arns import Arns
from infra.config.environment import Environment
from infra.foundation import Find
from infra.observability.alarm_topic import AlarmTopic
from infra.observability.capture_function import Captures
from infra.observability.capture_pipeline import CapturePipeline
from infra.observability.catalog import Catalog
from infra.observability.dashboard import EnvironmentDashboard
from infra.observability.dashboard_pipeline import Pipeline
from infra.observability.metrics_pipeline import MetricsPipeline
from infra.observability.parts import Parts
from infra.observability.pipeline_alarms import PipelineAlarms
from infra.observability.records import records_bucket
from infra.observability.slo_alarms import SloAlarms
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
        find: Find,
        cache: Path,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            description=f"Lockgate {name}: metrics, records, dashboard and alarms",
            termination_protection=environment.protect,
        )
        key_arn = data.key.key_arn
        bucket = records_bucket(
            self, key=data.key, access_logs=data.access_logs, environment=environment
        )
        topic = AlarmTopic(self, "Alarms", arns=arns, key_arn=key_arn)
        parts = Parts(
            name=name,
            environment=environment,
            arns=arns,
            key_arn=key_arn,
            bucket=bucket.bucket_name,
            alarms=PipelineAlarms(self, "PipelineAlarms", topic_arn=topic.arn),
            cache=cache,
        )
        metrics = MetricsPipeline(self, "Metrics", parts=parts)
        captures = CapturePipeline(
            self,
            "Captures",
            parts=parts,
            captures=Captures(arns.bucket(data.captures), data.capture_queue),
            dead_letters=data.capture_dead_letters,
        )
        Catalog(self, "Catalog", parts=parts)
        dashboard = EnvironmentDashboard(
            self,
            "Dashboard",
            environment=name,
            region=environment.region,
            endpoints=environment.endpoints,
            find=find,
            pipeline=Pipeline(
                stream=metrics.stream.name,
                metrics_function=metrics.function.name,
                capture_function=captures.function.name,
                capture_queue=data.capture_queue_name,
                capture_dead_letters=data.capture_dead_letters,
            ),
            alarms=self._objectives(name, environment, find, topic.arn),
        )
        # Exported whether an endpoint uses them today or not: see DataStack.
        self.stream, self.delivery_role = map(
            self.export_value, (metrics.stream.arn, metrics.stream.delivery_role)
        )
        self._tell(
            RecordsBucketName=parts.bucket,
            ReplayFunctionName=metrics.replay.name,
            MetricsFunctionName=metrics.function.name,
            DashboardName=dashboard.name,
            AlarmTopicArn=topic.arn,
        )

    def _objectives(
        self, name: str, environment: Environment, find: Find, topic_arn: str
    ) -> list[str]:
        """Watch the objectives of each endpoint; returns the ARNs of their alarms."""
        return [
            arn
            for endpoint, settings in environment.endpoints.items()
            for arn in SloAlarms(
                self,
                f"Slo-{endpoint}",
                environment=name,
                region=environment.region,
                endpoint=endpoint,
                settings=settings,
                find=find,
                topic_arn=topic_arn,
            ).arns
        ]

    def _tell(self, **outputs: str) -> None:
        for output, value in outputs.items():
            cdk.CfnOutput(self, output, value=value)
