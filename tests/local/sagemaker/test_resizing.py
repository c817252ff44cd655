"""What UpdateEndpointWeightsAndCapacities does, and what is told meanwhile."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_model, variant


def resize(aws: InProcess, **desired: Any) -> None:
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat", DesiredWeightsAndCapacities=[{"VariantName": "primary"} | desired]
    )


@pytest.mark.usefixtures("endpoint")
def test_the_desired_size_is_told_beside_the_current_one(aws: InProcess) -> None:
    aws.fleets.made[0].mode = "grows slowly"
    resize(aws, DesiredInstanceCount=3)
    described = aws.sagemaker.describe_endpoint(EndpointName="chat")
    (primary,) = described["ProductionVariants"]
    assert described["EndpointStatus"] == "Updating"
    assert (primary["CurrentInstanceCount"], primary["DesiredInstanceCount"]) == (1, 3)
    (stage,) = primary["VariantStatus"]
    assert stage["StatusMessage"] == "Scaling out desired instance count to 3."
    aws.run(opened(aws))
    assert "VariantStatus" not in aws.settle("chat")["ProductionVariants"][0]


async def opened(aws: InProcess) -> None:
    aws.fleets.gate.set()


def test_an_asynchronous_variant_can_be_empty(aws: InProcess) -> None:
    create_model(aws.sagemaker)
    aws.sagemaker.create_endpoint_config(
        EndpointConfigName="config",
        ProductionVariants=[variant()],
        AsyncInferenceConfig={"OutputConfig": {"S3OutputPath": "s3://bucket/out"}},
    )
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    aws.settle("chat")
    resize(aws, DesiredInstanceCount=0)
    assert aws.settle("chat")["ProductionVariants"][0]["CurrentInstanceCount"] == 0


@pytest.mark.usefixtures("endpoint")
def test_a_variant_with_instances_has_no_concurrency(aws: InProcess) -> None:
    with pytest.raises(ClientError, match="is for serverless variants, and primary is not one"):
        resize(aws, ServerlessUpdateConfig={"MaxConcurrency": 2})
