from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import IMAGE, ROLE, variant

MANY: dict[str, Any] = {"Mode": "MultiModel", "ModelDataUrl": "s3://models/all/"}
SOURCE = {"S3Uri": "s3://models/all/", "S3DataType": "S3Prefix", "CompressionType": "None"}


def create_model(aws: InProcess, **container: Any) -> None:
    aws.sagemaker.create_model(
        ModelName="model", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE} | container
    )


def test_a_multi_model_container_is_kept(aws: InProcess) -> None:
    create_model(aws, **MANY)
    assert aws.sagemaker.describe_model(ModelName="model")["PrimaryContainer"] == MANY | {
        "Image": IMAGE
    }


@pytest.mark.parametrize(
    ("container", "message"),
    [
        ({"Mode": "MultiModel"}, "ModelDataUrl is required for a container in MultiModel mode"),
        (
            MANY | {"ModelDataUrl": "s3://models/all"},
            "s3://models/all of a container in MultiModel mode must be a prefix .* slash",
        ),
        (
            {"Mode": "MultiModel", "ModelDataSource": {"S3DataSource": SOURCE}},
            "ModelDataSource is not supported for multi-model endpoints",
        ),
        (
            {"MultiModelConfig": {"ModelCacheSetting": "Disabled"}},
            "MultiModelConfig is for containers in MultiModel mode only",
        ),
    ],
)
def test_a_container_that_does_not_fit_its_mode_is_refused(
    aws: InProcess, container: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        create_model(aws, **container)


@pytest.mark.parametrize("instance", ["ml.g5.12xlarge", "ml.g6.xlarge", "ml.inf2.xlarge"])
def test_an_instance_type_that_hosts_one_model_only_is_refused(
    aws: InProcess, instance: str
) -> None:
    create_model(aws, **MANY)
    with pytest.raises(ClientError, match=f"do not support the instance type {instance}"):
        aws.sagemaker.create_endpoint_config(
            EndpointConfigName="config", ProductionVariants=[variant(InstanceType=instance)]
        )


@pytest.mark.parametrize("instance", ["ml.c5.large", "ml.g5.xlarge"])
def test_an_instance_type_that_hosts_many_models_is_taken(aws: InProcess, instance: str) -> None:
    create_model(aws, **MANY)
    assert aws.sagemaker.create_endpoint_config(
        EndpointConfigName="config", ProductionVariants=[variant(InstanceType=instance)]
    )
