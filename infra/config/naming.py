"""Names that the templates give, and by which the command line and the local AWS find things."""

ENVIRONMENT_TAG = "lockgate:environment"
ENDPOINT_TAG = "lockgate:endpoint"
"""The endpoint's name within its environment."""
MODEL_TAG = "lockgate:model"
"""The release that an endpoint or a SageMaker model is made for: `qwen3-8b@1`."""


def endpoint_name(environment: str, endpoint: str) -> str:
    """The name of an endpoint of an environment on AWS, which never changes."""
    return f"{environment}-{endpoint}"


def stack_name(environment: str, endpoint: str) -> str:
    """The CloudFormation stack of an endpoint."""
    return f"lockgate-{environment}-{endpoint}"


def dashboard_name(environment: str) -> str:
    """The CloudWatch dashboard of an environment."""
    return f"lockgate-{environment}"


def log_group(endpoint_name: str) -> str:
    """The log group that SageMaker gives an endpoint.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
    """
    return f"/aws/sagemaker/Endpoints/{endpoint_name}"
