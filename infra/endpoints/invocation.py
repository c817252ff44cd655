"""Permission to invoke an endpoint."""

from aws_cdk import aws_iam as iam

INVOKE_ACTIONS = [
    "sagemaker:InvokeEndpoint",
    "sagemaker:InvokeEndpointAsync",
    "sagemaker:InvokeEndpointWithResponseStream",
]
"""Plain, asynchronous and streaming."""


def grant_invoke(grantee: iam.IGrantable, *, endpoint_arn: str) -> iam.Grant:
    """Let somebody invoke one endpoint, in each of the three ways."""
    return iam.Grant.add_to_principal(
        grantee=grantee, actions=INVOKE_ACTIONS, resource_arns=[endpoint_arn]
    )
