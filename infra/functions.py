"""Functions of `functions/`, each with a role of its own."""

from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.log_groups import EncryptedLogs
from infra.permission import allow

FOLDER = Path(__file__).parents[1] / "functions"


def function_role(scope: Construct, construct_id: str, *, logs: EncryptedLogs) -> iam.Role:
    """A role for Lambda that may write to one log group; AWS's managed policy may to all."""
    role = iam.Role(scope, construct_id, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    allow(role, "Logs", logs.writing())
    return role


class PythonFunction(Construct):
    """One handler of one folder of `functions/`, packed without the other folders."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        folder: str,
        handler: str,
        logs: EncryptedLogs,
        description: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self.role = function_role(self, "Role", logs=logs)
        self.function = lambda_.Function(
            self,
            "Function",
            description=description,
            code=lambda_.Code.from_asset(
                str(FOLDER), exclude=["*", f"!{folder}", "**/__pycache__"]
            ),
            handler=f"{folder}.handler.{handler}",
            runtime=lambda_.Runtime.PYTHON_3_14,
            timeout=Duration.minutes(1),
            role=self.role,
            log_group=logs.group,
        )
