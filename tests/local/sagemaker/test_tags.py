from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.sagemaker.conftest import IMAGE, ROLE, create_model


def tags(client: Any, arn: str) -> dict[str, str]:
    listed = client.list_tags(ResourceArn=arn)["Tags"]
    return {tag["Key"]: tag["Value"] for tag in listed}


def test_tags_are_added_and_removed(sagemaker: Any) -> None:
    arn = create_model(sagemaker)
    added = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    sagemaker.add_tags(ResourceArn=arn, Tags=added)
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["a", "unknown"])
    assert tags(sagemaker, arn) == {"b": "2"}


def test_tags_of_the_create_request_are_listed(sagemaker: Any) -> None:
    arn = sagemaker.create_model(
        ModelName="model",
        PrimaryContainer={"Image": IMAGE},
        ExecutionRoleArn=ROLE,
        Tags=[{"Key": "lockgate:model", "Value": "tiny@1"}],
    )["ModelArn"]
    assert tags(sagemaker, arn) == {"lockgate:model": "tiny@1"}


def test_a_key_that_is_given_twice_is_refused(sagemaker: Any) -> None:
    twice = [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]
    with pytest.raises(ClientError, match="Duplicate tag keys"):
        sagemaker.add_tags(ResourceArn=create_model(sagemaker), Tags=twice)


def test_more_than_fifty_tags_are_refused(sagemaker: Any) -> None:
    arn = create_model(sagemaker)
    many = [{"Key": str(number), "Value": ""} for number in range(50)]
    sagemaker.add_tags(ResourceArn=arn, Tags=many)
    with pytest.raises(ClientError, match="limit of 50 tags"):
        sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "one more", "Value": ""}])


def test_an_unknown_resource_has_no_tags(sagemaker: Any) -> None:
    with pytest.raises(ClientError, match="Could not find resource"):
        sagemaker.list_tags(ResourceArn="arn:aws:sagemaker:eu-west-1:000000000000:model/other")
