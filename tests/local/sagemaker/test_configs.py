from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.sagemaker.conftest import create_config, create_model, variant


def test_a_configuration_is_described_with_its_weights(sagemaker: Any) -> None:
    create_config(sagemaker, InitialInstanceCount=2)
    described = sagemaker.describe_endpoint_config(EndpointConfigName="config")
    assert described["ProductionVariants"] == [
        variant(InitialInstanceCount=2, InitialVariantWeight=1.0)
    ]


def test_a_second_configuration_of_the_name_is_refused(sagemaker: Any) -> None:
    create_config(sagemaker)
    message = 'already existing endpoint configuration "arn:aws:.*:endpoint-config/config"'
    with pytest.raises(ClientError, match=message):
        create_config(sagemaker)


def test_a_configuration_of_an_unknown_model_is_refused(sagemaker: Any) -> None:
    with pytest.raises(ClientError, match=r'Could not find model "arn:aws:.*:model/model"'):
        sagemaker.create_endpoint_config(
            EndpointConfigName="config", ProductionVariants=[variant()]
        )


def test_a_deleted_configuration_is_gone(sagemaker: Any) -> None:
    create_config(sagemaker)
    sagemaker.delete_endpoint_config(EndpointConfigName="config")
    with pytest.raises(ClientError, match="Could not find endpoint configuration"):
        sagemaker.describe_endpoint_config(EndpointConfigName="config")


def test_two_variants_of_one_name_are_refused(sagemaker: Any) -> None:
    create_model(sagemaker)
    with pytest.raises(ClientError, match="Variant names must be unique"):
        sagemaker.create_endpoint_config(
            EndpointConfigName="config", ProductionVariants=[variant(), variant()]
        )


def test_an_unknown_instance_type_is_refused_with_the_known_ones(sagemaker: Any) -> None:
    message = (
        "Value 'ml.huge' at 'productionVariants.1.member.instanceType' failed to satisfy "
        "constraint: Member must satisfy enum value set: .*ml.g6.xlarge"
    )
    with pytest.raises(ClientError, match=message):
        create_config(sagemaker, InstanceType="ml.huge")


def test_instance_pools_are_refused(sagemaker: Any) -> None:
    pools = [{"InstanceType": "ml.c5.large", "Priority": 1}]
    with pytest.raises(ClientError, match="does not emulate sagemaker instance pools"):
        create_config(sagemaker, InstancePools=pools)


def test_a_variant_without_an_instance_count_is_refused(sagemaker: Any) -> None:
    create_model(sagemaker)
    members = variant()
    del members["InitialInstanceCount"]
    with pytest.raises(ClientError, match="InitialInstanceCount is required"):
        sagemaker.create_endpoint_config(EndpointConfigName="config", ProductionVariants=[members])
