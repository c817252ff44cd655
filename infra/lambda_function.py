"""Functions of `functions/`, each with a role of its own and encrypted logs."""

from collections.abc import Mapping, Sequence

from aws_cdk import CfnResource, FileAssetLocation
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.function_packages import ARCHITECTURE, PYTHON
from infra.permission import Permission, role_for

RUNTIME = f"python{PYTHON}"
LOG_ACTIONS = ["logs:CreateLogStream", "logs:PutLogEvents"]


class LambdaFunction(Construct):
    """A function, written without CDK's own module for Lambda, which takes long to load."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        code: FileAssetLocation,
        handler: str,
        description: str,
        permissions: Sequence[Permission],
        variables: Mapping[str, str] | None = None,
        memory_mb: int,
        timeout_s: int,
        key_arn: str,
        log_retention_days: int,
    ) -> None:
        super().__init__(scope, construct_id)
        group = logs.CfnLogGroup(
            self, "Logs", kms_key_id=key_arn, retention_in_days=log_retention_days
        )
        writing = Permission(LOG_ACTIONS, [group.attr_arn])
        role = role_for(self, "lambda", [writing, *permissions])
        function = CfnResource(
            self,
            "Function",
            type="AWS::Lambda::Function",
            properties={
                "Description": description,
                "Architectures": [ARCHITECTURE],
                "Code": {"S3Bucket": code.bucket_name, "S3Key": code.object_key},
                **({"Environment": {"Variables": dict(variables)}} if variables else {}),
                "Handler": handler,
                "Runtime": RUNTIME,
                "Timeout": timeout_s,
                "MemorySize": memory_mb,
                "Role": role.attr_arn,
                "LoggingConfig": {"LogGroup": group.ref},
            },
        )
        self.name = function.ref
        self.arn = function.get_att("Arn").to_string()
