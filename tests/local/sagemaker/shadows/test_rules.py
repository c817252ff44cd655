from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import IMAGE, ROLE, create_model, variant
from tests.local.sagemaker.shadows.conftest import create_shadowed

SHADOW = variant(VariantName="shadow")


@pytest.mark.parametrize(
    ("production", "shadows"),
    [
        ([variant(), variant(VariantName="b")], [SHADOW]),
        ([variant()], [SHADOW, variant(VariantName="b")]),
    ],
)
def test_more_than_one_variant_of_each_is_refused(
    sagemaker: Any, production: list[dict[str, Any]], shadows: list[dict[str, Any]]
) -> None:
    create_model(sagemaker)
    message = f"there are {len(production)} and {len(shadows)}"
    with pytest.raises(ClientError, match=message):
        sagemaker.create_endpoint_config(
            EndpointConfigName="config",
            ProductionVariants=production,
            ShadowProductionVariants=shadows,
        )


def test_a_shadow_of_the_same_name_is_refused(aws: InProcess) -> None:
    with pytest.raises(ClientError, match="Variant names must be unique"):
        create_shadowed(aws, VariantName="primary")


def test_shadows_of_inf1_are_refused(aws: InProcess) -> None:
    with pytest.raises(ClientError, match="Shadow variants are not supported for Inf1 instances"):
        create_shadowed(aws, InstanceType="ml.inf1.xlarge")


def test_shadows_of_multi_model_endpoints_are_refused(aws: InProcess) -> None:
    aws.sagemaker.create_model(
        ModelName="candidate",
        ExecutionRoleArn=ROLE,
        PrimaryContainer={
            "Image": IMAGE,
            "Mode": "MultiModel",
            "ModelDataUrl": "s3://bucket/models/",
        },
    )
    with pytest.raises(ClientError, match="not supported for multi-model endpoints"):
        create_shadowed(aws)


def test_a_configuration_is_described_with_its_shadow(aws: InProcess) -> None:
    create_shadowed(aws)
    described = aws.sagemaker.describe_endpoint_config(EndpointConfigName="config")
    (shadow,) = described["ShadowProductionVariants"]
    assert (shadow["VariantName"], shadow["InitialVariantWeight"]) == ("shadow", 1.0)
