from typing import Any

import pytest

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.models import operation
from lockgate.local.protocol.properties import as_request


def convert(**members: Any) -> dict[str, Any]:
    shape = operation("sagemaker", "CreateEndpointConfig").input_shape
    request = as_request(shape, {"ProductionVariants": [members]})
    variant: dict[str, Any] = request["ProductionVariants"][0]
    return variant


def test_numbers_and_booleans_may_be_strings() -> None:
    members = {"InitialInstanceCount": "2", "InitialVariantWeight": "0.5"}
    converted = convert(**members, EnableSSMAccess="true")
    assert converted == {
        "InitialInstanceCount": 2,
        "InitialVariantWeight": 0.5,
        "EnableSSMAccess": True,
    }


def test_a_number_becomes_a_string_where_one_is_wanted() -> None:
    shape = operation("sagemaker", "CreateModel").input_shape
    container = {"Environment": {"SIZE": 7, "FLAG": True}}
    request = as_request(shape, {"PrimaryContainer": container})
    assert request["PrimaryContainer"]["Environment"] == {"SIZE": "7", "FLAG": "true"}


def test_an_unknown_property_is_refused_with_its_path() -> None:
    message = r"#/ProductionVariants/0: extraneous key \[Colour\] is not permitted"
    with pytest.raises(ServiceError, match=message):
        convert(Colour="red")


def test_a_word_is_no_number() -> None:
    message = "#/ProductionVariants/0/InitialInstanceCount: expected type: Integer, found: String"
    with pytest.raises(ServiceError, match=message):
        convert(InitialInstanceCount="many")
