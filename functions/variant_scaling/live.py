"""The instance types that an endpoint really has."""

from typing import Any

from botocore.exceptions import ClientError

NOT_FOUND = "Could not find"
"""How SageMaker's ValidationException begins when something does not exist."""


def live_instances(endpoint: str, sagemaker: Any) -> dict[str, str]:
    """Instance types by variant; none when the endpoint does not exist.

    Args:
        endpoint: its name.
        sagemaker: boto3 client.
    """
    try:
        described = sagemaker.describe_endpoint(EndpointName=endpoint)
    except ClientError as error:
        if error.response["Error"]["Message"].startswith(NOT_FOUND):
            return {}
        raise
    name = described["EndpointConfigName"]
    variants = sagemaker.describe_endpoint_config(EndpointConfigName=name)["ProductionVariants"]
    return {each["VariantName"]: each.get("InstanceType", "") for each in variants}
