"""Functions that CloudFormation calls during a deployment, and that answer it themselves.

CDK's provider framework would put a second function between them, which short work does not need,
and its module for Lambda takes longer to load than all the rest of a synth.
"""

from collections.abc import Sequence

from aws_cdk import CfnResource, FileAssetLocation
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.permission import Permission, role_for

RUNTIME = "python3.14"
MEMORY_MB = 256
LOG_ACTIONS = ["logs:CreateLogStream", "logs:PutLogEvents"]
ANSWERING_S = 60
"""Time that CloudFormation waits for an answer beyond the function's own."""


class DeploymentFunction(Construct):
    """A function of `functions/FOLDER`, with a role of its own and encrypted logs.

    One serves all endpoints of an environment. `arn` is the service token of its custom resources.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        folder: str,
        code: FileAssetLocation,
        description: str,
        permissions: Sequence[Permission],
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
                "Code": {"S3Bucket": code.bucket_name, "S3Key": code.object_key},
                "Handler": f"functions.{folder}.handler.on_event",
                "Runtime": RUNTIME,
                "Timeout": timeout_s,
                "MemorySize": MEMORY_MB,
                "Role": role.attr_arn,
                "LoggingConfig": {"LogGroup": group.ref},
            },
        )
        self.arn = function.get_att("Arn").to_string()


def call(
    scope: Construct,
    construct_id: str,
    *,
    kind: str,
    token: str,
    timeout_s: int,
    properties: dict[str, str],
) -> CfnResource:
    """A custom resource: CloudFormation calls the function when it or its properties change.

    Args:
        scope: the resource becomes its child.
        construct_id: its id.
        kind: its type, as in `Custom::KIND`.
        token: ARN of the function.
        timeout_s: time that the function may take. CloudFormation would wait an hour for one that
            cannot answer; here it waits a minute longer than the function can run.
        properties: what the function is told.
    """
    told = {"ServiceToken": token, "ServiceTimeout": timeout_s + ANSWERING_S, **properties}
    return CfnResource(scope, construct_id, type=f"Custom::{kind}", properties=told)
