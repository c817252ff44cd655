from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import IMAGE, ROLE

SIZES = {"MemorySizeInMB": 2048, "MaxConcurrency": 2}
SOURCE = {"S3Uri": "s3://models/one", "S3DataType": "S3Object", "CompressionType": "Gzip"}
CAPTURE = {
    "EnableCapture": True,
    "InitialSamplingPercentage": 100,
    "DestinationS3Uri": "s3://captures/",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}


def configure(
    aws: InProcess,
    *,
    model: dict[str, Any] | None = None,
    container: dict[str, Any] | None = None,
    config: dict[str, Any] | None = None,
    variant: dict[str, Any] | None = None,
) -> None:
    """Create a model and a serverless configuration with further members."""
    aws.sagemaker.create_model(
        ModelName="model",
        ExecutionRoleArn=ROLE,
        PrimaryContainer={"Image": IMAGE} | (container or {}),
        **model or {},
    )
    one = {"VariantName": "primary", "ModelName": "model", "ServerlessConfig": SIZES}
    variants = {"ProductionVariants": [one | (variant or {})]}
    aws.sagemaker.create_endpoint_config(EndpointConfigName="config", **variants | (config or {}))


def test_a_serverless_configuration_is_kept(aws: InProcess) -> None:
    configure(aws)
    described = aws.sagemaker.describe_endpoint_config(EndpointConfigName="config")
    assert described["ProductionVariants"][0]["ServerlessConfig"] == SIZES


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"model": {"EnableNetworkIsolation": True}}, r"Network isolation .* is not supported"),
        (
            {"model": {"VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}}},
            r"VPC configuration \(VpcConfig\) is not supported for serverless endpoints",
        ),
        ({"config": {"DataCaptureConfig": CAPTURE}}, "Data capture .* is not supported"),
        (
            {"container": {"ModelDataSource": {"S3DataSource": SOURCE}}},
            "ModelDataSource is not supported for serverless endpoints.*ModelDataUrl",
        ),
        (
            {"container": {"Mode": "MultiModel", "ModelDataUrl": "s3://models/all/"}},
            "MultiModel mode is not supported for serverless endpoints",
        ),
        (
            {"variant": {"InstanceType": "ml.c5.large"}},
            "InstanceType is not for serverless variants, and primary has a ServerlessConfig",
        ),
        ({"variant": {"VolumeSizeInGB": 5}}, "VolumeSizeInGB is not for serverless variants"),
        (
            {"variant": {"ServerlessConfig": SIZES | {"MemorySizeInMB": 1500}}},
            "MemorySizeInMB 1500 is none of 1024, 2048, 3072, 4096, 5120, 6144",
        ),
        (
            {"variant": {"ServerlessConfig": SIZES | {"ProvisionedConcurrency": 3}}},
            "ProvisionedConcurrency 3 is more than MaxConcurrency 2",
        ),
    ],
)
def test_what_serverless_does_not_support_is_refused(
    aws: InProcess, members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        configure(aws, **members)


def test_a_second_variant_is_refused(aws: InProcess) -> None:
    configure(aws)
    one = {"ModelName": "model", "ServerlessConfig": SIZES}
    variants = [one | {"VariantName": name} for name in ("first", "second")]
    with pytest.raises(ClientError, match="2 production variants; a serverless endpoint has one"):
        aws.sagemaker.create_endpoint_config(
            EndpointConfigName="other", ProductionVariants=variants
        )
