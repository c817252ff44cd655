"""What the parts of an environment's pipeline share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constructs import Construct

from infra.arns import Arns
from infra.config.environment import Environment
from infra.observability.code import pipeline_code
from infra.observability.pipeline_alarms import PipelineAlarms


@dataclass(frozen=True)
class Parts:
    """An environment, its key and its records."""

    name: str
    """Name of the environment."""
    environment: Environment
    arns: Arns
    key_arn: str
    bucket: str
    """Name of the bucket of records."""
    alarms: PipelineAlarms
    cache: Path
    """Folder of this machine for downloads."""

    @property
    def bucket_arn(self) -> str:
        """ARN of the bucket of records."""
        return self.arns.bucket(self.bucket)

    def of_functions(self, scope: Construct, folder: str) -> dict[str, Any]:
        """What functions of one folder have in common, as LambdaFunction takes it."""
        return {
            "code": pipeline_code(scope, folder, environment=self.environment, cache=self.cache),
            "key_arn": self.key_arn,
            "log_retention_days": self.environment.logs.retention_days,
        }
