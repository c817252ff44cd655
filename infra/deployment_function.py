"""Functions that CloudFormation calls during a deployment, and that answer it themselves.

CDK's provider framework would put a second function between them, which short work does not need,
and its module for Lambda takes longer to load than all the rest of a synth.
"""

from collections.abc import Sequence

from aws_cdk import CfnResource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.function_code import stage_code
from infra.log_groups import EncryptedLogs
from infra.permission import Permission, allow

RUNTIME = "python3.14"
ANSWERING_S = 60
"""Time that CloudFormation waits for an answer beyond the function's own."""


class DeploymentFunction(Construct):
    """A function of `functions/FOLDER`, with a role of its own and encrypted logs.

    `arn` is the service token of its custom resources. It can be had once the role may do its work.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        folder: str,
        description: str,
        permissions: Sequence[Permission],
        timeout_s: int,
        key: kms.IKey,
        log_retention_days: int,
    ) -> None:
        super().__init__(scope, construct_id)
        self.timeout_s = timeout_s
        logs = EncryptedLogs(self, "Logs", key=key, retention_days=log_retention_days)
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        policy = allow(role, "Work", logs.writing(), *permissions)
        code = stage_code(self, folder)
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
                "MemorySize": 256,
                "Role": role.role_arn,
                "LoggingConfig": {"LogGroup": logs.name},
            },
        )
        function.node.add_dependency(policy)
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
