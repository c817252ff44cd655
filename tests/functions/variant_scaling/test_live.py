from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from functions.variant_scaling.live import live_instances

DESCRIBED = {
    "EndpointName": "dev-chat",
    "EndpointArn": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/dev-chat",
    "EndpointConfigName": "config-1",
    "EndpointStatus": "InService",
    "CreationTime": 0,
    "LastModifiedTime": 0,
}
CONFIGURED = {
    "EndpointConfigName": "config-1",
    "EndpointConfigArn": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint-config/config-1",
    "CreationTime": 0,
    "ProductionVariants": [
        {"VariantName": "a", "ModelName": "m", "InstanceType": "ml.c5.large"},
        {"VariantName": "b", "ModelName": "m", "InstanceType": "ml.g5.xlarge"},
    ],
}


@pytest.fixture
def sagemaker() -> Iterator[Stubber]:
    client: Any = boto3.client("sagemaker", region_name="eu-west-1")
    with Stubber(client) as stub:
        yield stub
    stub.assert_no_pending_responses()


def test_instance_types_are_those_of_the_configuration_in_use(sagemaker: Stubber) -> None:
    sagemaker.add_response("describe_endpoint", DESCRIBED, {"EndpointName": "dev-chat"})
    name = {"EndpointConfigName": "config-1"}
    sagemaker.add_response("describe_endpoint_config", CONFIGURED, name)
    found = live_instances("dev-chat", sagemaker.client)
    assert found == {"a": "ml.c5.large", "b": "ml.g5.xlarge"}


def test_endpoint_that_does_not_exist_has_none(sagemaker: Stubber) -> None:
    message = 'Could not find endpoint "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/x".'
    sagemaker.add_client_error("describe_endpoint", "ValidationException", message)
    assert live_instances("x", sagemaker.client) == {}


def test_other_errors_are_not_hidden(sagemaker: Stubber) -> None:
    sagemaker.add_client_error("describe_endpoint", "ThrottlingException", "Rate exceeded")
    with pytest.raises(ClientError, match="Rate exceeded"):
        live_instances("x", sagemaker.client)
