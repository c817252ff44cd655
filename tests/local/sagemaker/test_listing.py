from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_model


def names(page: dict[str, Any]) -> list[str]:
    return [model["ModelName"] for model in page["Models"]]


@pytest.fixture
def models(sagemaker: Any) -> Any:
    for name in ("one", "two", "three"):
        create_model(sagemaker, name)
    return sagemaker


def test_the_newest_comes_first(models: Any) -> None:
    assert names(models.list_models()) == ["three", "two", "one"]


def test_names_can_be_sorted(models: Any) -> None:
    page = models.list_models(SortBy="Name", SortOrder="Ascending")
    assert names(page) == ["one", "three", "two"]


def test_a_part_of_the_name_filters(models: Any) -> None:
    assert names(models.list_models(NameContains="T")) == ["three", "two"]


def test_a_creation_time_filters(models: Any) -> None:
    created = models.describe_model(ModelName="two")["CreationTime"]
    assert "three" not in names(models.list_models(CreationTimeBefore=created))


def test_pages_go_on_at_the_token(models: Any) -> None:
    pages = list(models.get_paginator("list_models").paginate(PaginationConfig={"PageSize": 2}))
    assert [names(page) for page in pages] == [["three", "two"], ["one"]]


def test_a_made_up_token_is_refused(models: Any) -> None:
    with pytest.raises(ClientError, match="Invalid pagination token"):
        models.list_models(NextToken="made-up")


@pytest.mark.usefixtures("endpoint")
def test_endpoints_can_be_filtered_by_status(aws: InProcess) -> None:
    in_service = aws.sagemaker.list_endpoints(StatusEquals="InService")["Endpoints"]
    failed = aws.sagemaker.list_endpoints(StatusEquals="Failed")["Endpoints"]
    assert ([e["EndpointName"] for e in in_service], failed) == (["chat"], [])


@pytest.mark.usefixtures("endpoint")
def test_configurations_are_listed(aws: InProcess) -> None:
    listed = aws.sagemaker.list_endpoint_configs()["EndpointConfigs"]
    assert [config["EndpointConfigName"] for config in listed] == ["config"]
