from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from tests.infra.templates import Assembly, plain

STACK = "observability"
OPERATIONS = {
    "AWS::Glue::Database": ("glue", "CreateDatabase"),
    "AWS::Glue::Table": ("glue", "CreateTable"),
    "AWS::Athena::NamedQuery": ("athena", "CreateNamedQuery"),
}


def tables(house: Assembly) -> dict[str, dict[str, Any]]:
    rows = house.resources("kinds", STACK, "AWS::Glue::Table").values()
    return {row["TableInput"]["Name"]: row["TableInput"] for row in rows}


@pytest.mark.parametrize("kind", OPERATIONS)
def test_properties_are_what_the_api_takes(house: Assembly, kind: str) -> None:
    service, operation = OPERATIONS[kind]
    model = botocore.session.get_session().get_service_model(service)
    for properties in house.resources("kinds", STACK, kind).values():
        sent = {key: plain(each) for key, each in properties.items()}
        report = ParamValidator().validate(sent, model.operation_model(operation).input_shape)
        assert report.generate_report() == ""


def test_each_kind_of_object_has_a_table(house: Assembly) -> None:
    assert set(tables(house)) == {"records", "quality", "quarantine"}


def test_partitions_are_computed_from_keys(house: Assembly) -> None:
    for name, table in tables(house).items():
        template = plain(table["Parameters"]["storage.location.template"], join=True)
        assert template == f"s3:///{name}/dt=${{dt}}/hour=${{hour}}/"
        assert [key["Name"] for key in table["PartitionKeys"]] == ["dt", "hour"]


def test_results_of_queries_are_encrypted_whatever_the_client_asks_for(house: Assembly) -> None:
    found = house.one("kinds", STACK, "AWS::Athena::WorkGroup")["WorkGroupConfiguration"]
    assert found["EnforceWorkGroupConfiguration"] is True
    encryption = found["ResultConfiguration"]["EncryptionConfiguration"]
    assert encryption["EncryptionOption"] == "SSE_KMS"
    assert encryption["KmsKey"]


def test_workgroup_goes_with_its_queries(house: Assembly) -> None:
    group = house.one("kinds", STACK, "AWS::Athena::WorkGroup")
    assert group["Name"] == "lockgate-kinds"
    assert group["RecursiveDeleteOption"] is True


def test_name_of_the_database_is_one_that_athena_takes_without_quotes(house: Assembly) -> None:
    database = house.one("kinds", STACK, "AWS::Glue::Database")
    assert database["DatabaseInput"]["Name"] == "lockgate_kinds"
