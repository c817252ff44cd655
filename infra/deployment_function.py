"""Functions that CloudFormation calls during a deployment, and that answer it themselves.

CDK's provider framework would put a second function between them, which short work does not need,
and its module for Lambda takes longer to load than all the rest of a synth.
"""

from typing import Any

from aws_cdk import CfnResource
from constructs import Construct

from infra.lambda_function import LambdaFunction

MEMORY_MB = 256
ANSWERING_S = 60
"""Time that CloudFormation waits for an answer beyond the function's own."""


class DeploymentFunction(LambdaFunction):
    """A function of `functions/FOLDER`; one serves all endpoints of an environment.

    `arn` is the service token of its custom resources. What it takes beyond the folder, and the
    memory and the handler that it knows, is LambdaFunction's.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, folder: str, **function: Any
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            handler=f"functions.{folder}.handler.on_event",
            memory_mb=MEMORY_MB,
            **function,
        )


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
