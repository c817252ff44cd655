from typing import Any

import pytest
from botocore.exceptions import ClientError

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.sagemaker.asynchronous.validation import check_async
from lockgate.local.sagemaker.records import Definition
from tests.local.in_process import InProcess
from tests.local.sagemaker.asynchronous.conftest import TOPICS, async_config
from tests.local.sagemaker.conftest import create_model, variant


def request(**members: Any) -> dict[str, Any]:
    """CreateEndpointConfig's request."""
    return {"ProductionVariants": [variant()], "AsyncInferenceConfig": async_config()} | members


def refusal(request: dict[str, Any], *models: Definition) -> str:
    with pytest.raises(ServiceError) as raised:
        check_async(request, list(models))
    return raised.value.message


def test_a_configuration_with_all_members_passes() -> None:
    notices = TOPICS | {"IncludeInferenceResponseIn": ["SUCCESS_NOTIFICATION_TOPIC"]}
    config = async_config(concurrency=1000, NotificationConfig=notices, KmsKeyId="key")
    check_async(request(AsyncInferenceConfig=config), [])


def test_a_serverless_variant_is_refused(aws: InProcess) -> None:
    create_model(aws.sagemaker)
    memory = {"MemorySizeInMB": 1024, "MaxConcurrency": 1}
    serverless = {"VariantName": "primary", "ModelName": "model", "ServerlessConfig": memory}
    with pytest.raises(ClientError, match="Asynchronous inference"):
        aws.sagemaker.create_endpoint_config(
            EndpointConfigName="config", **request(ProductionVariants=[serverless])
        )


def test_shadow_variants_are_refused(aws: InProcess) -> None:
    create_model(aws.sagemaker)
    shadows = [variant(VariantName="shadow")]
    with pytest.raises(ClientError, match="not supported for asynchronous inference"):
        aws.sagemaker.create_endpoint_config(
            EndpointConfigName="config", **request(ShadowProductionVariants=shadows)
        )


@pytest.mark.parametrize(
    "members",
    [
        {"PrimaryContainer": {"Mode": "MultiModel"}},
        {"Containers": [{"Mode": "MultiModel"}]},
    ],
)
def test_a_multi_model_model_is_refused(members: dict[str, object]) -> None:
    model = Definition("model", "arn", members)
    assert "does not emulate sagemaker asynchronous endpoints of multi-model" in refusal(
        request(), model
    )


@pytest.mark.parametrize("member", ["S3OutputPath", "S3FailurePath"])
def test_a_path_outside_s3_is_refused(member: str) -> None:
    config = async_config(**{member: "https://example.com/out"})
    message = f"{member}: https://example.com/out is no S3 location; write s3://BUCKET/KEY."
    assert refusal(request(AsyncInferenceConfig=config)) == message


def test_responses_in_a_topic_that_is_not_there_are_refused() -> None:
    notices = {"IncludeInferenceResponseIn": ["ERROR_NOTIFICATION_TOPIC"]}
    config = async_config(NotificationConfig=notices)
    message = "IncludeInferenceResponseIn has ERROR_NOTIFICATION_TOPIC, but there is no ErrorTopic."
    assert refusal(request(AsyncInferenceConfig=config)) == message


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (async_config(concurrency=1001), "must have value less than or equal to 1000"),
        (async_config(S3OutputPath="s3://" + "x" * 508), "length less than or equal to 512"),
        (async_config(S3OutputPath="data/out"), "must satisfy regular expression pattern"),
        (async_config(NotificationConfig={"ErrorTopic": "trouble"}), "regular expression pattern"),
        (async_config(NotificationConfig={"IncludeInferenceResponseIn": ["ALL"]}), "enum value"),
    ],
)
def test_values_outside_the_api_model_are_refused(
    aws: InProcess, config: dict[str, Any], message: str
) -> None:
    create_model(aws.sagemaker)
    with pytest.raises(ClientError, match=message):
        aws.sagemaker.create_endpoint_config(
            EndpointConfigName="config",
            ProductionVariants=[variant()],
            AsyncInferenceConfig=config,
        )


def test_the_configuration_is_described_as_it_was_given(aws: InProcess) -> None:
    create_model(aws.sagemaker)
    config = async_config(concurrency=2, NotificationConfig=TOPICS)
    aws.sagemaker.create_endpoint_config(
        EndpointConfigName="config", ProductionVariants=[variant()], AsyncInferenceConfig=config
    )
    described = aws.sagemaker.describe_endpoint_config(EndpointConfigName="config")
    assert described["AsyncInferenceConfig"] == config
