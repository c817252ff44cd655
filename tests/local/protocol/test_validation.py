from typing import Any

import pytest

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.validation import check


def check_config(**members: Any) -> None:
    variant = {"VariantName": "primary", "ModelName": "model"} | members
    request = {"EndpointConfigName": "config", "ProductionVariants": [variant]}
    check(operation("sagemaker", "CreateEndpointConfig").input_shape, request)


def check_model(request: dict[str, Any]) -> None:
    check(operation("sagemaker", "CreateModel").input_shape, request)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            {"InitialInstanceCount": 0},
            "1 validation error detected: Value '0' at "
            "'productionVariants.1.member.initialInstanceCount' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1",
        ),
        (
            {"VolumeSizeInGB": 513},
            "1 validation error detected: Value '513' at "
            "'productionVariants.1.member.volumeSizeInGB' failed to satisfy constraint: "
            "Member must have value less than or equal to 512",
        ),
        (
            {"VariantName": None},
            "1 validation error detected: Value null at "
            "'productionVariants.1.member.variantName' failed to satisfy constraint: "
            "Member must not be null",
        ),
    ],
)
def test_a_broken_constraint_is_told_in_the_words_of_aws(
    members: dict[str, Any], message: str
) -> None:
    with pytest.raises(ServiceError) as raised:
        check_config(**members)
    assert raised.value.message == message


def test_all_violations_are_told_at_once() -> None:
    with pytest.raises(ServiceError, match=r"^2 validation errors detected: .*; Value"):
        check_config(InitialInstanceCount=0, VolumeSizeInGB=0)


def test_a_list_that_is_too_long_is_refused() -> None:
    containers = [{"Image": "image"}] * 16
    with pytest.raises(ServiceError, match=r"'containers' .* length less than or equal to 15"):
        check_model({"ModelName": "model", "Containers": containers})


def test_a_value_of_a_map_is_named_by_its_key() -> None:
    container = {"Image": "image", "Environment": {"KEY": "x" * 1025}}
    with pytest.raises(ServiceError, match=r"'primaryContainer.environment.KEY.member'"):
        check_model({"ModelName": "model", "PrimaryContainer": container})


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"InitialInstanceCount": "1"}, "STRING_VALUE can not be converted to an Integer"),
        ({"VariantName": 1}, "NUMBER_VALUE can not be converted to a String"),
        ({"EnableSSMAccess": "true"}, "STRING_VALUE can not be converted to a Boolean"),
        ({"InitialInstanceCount": True}, "TRUE_VALUE can not be converted to an Integer"),
        ({"VariantName": []}, "Start of structure or map found where not expected"),
        ({"RoutingConfig": "random"}, "Unexpected field type"),
    ],
)
def test_a_value_of_another_type_does_not_parse(members: dict[str, Any], message: str) -> None:
    with pytest.raises(ServiceError, match=message) as raised:
        check_config(**members)
    assert raised.value.code == "SerializationException"


def test_members_that_the_model_does_not_know_are_ignored() -> None:
    check_model({"ModelName": "model", "Colour": "red"})
