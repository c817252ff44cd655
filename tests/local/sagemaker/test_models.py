from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.sagemaker.conftest import IMAGE, ROLE, create_model

ARN = "arn:aws:sagemaker:eu-west-1:000000000000:model/model"


def test_a_model_is_described_as_it_was_created(sagemaker: Any) -> None:
    create_model(sagemaker, MODE="test")
    described = sagemaker.describe_model(ModelName="model")
    assert described["PrimaryContainer"] == {"Image": IMAGE, "Environment": {"MODE": "test"}}
    assert described["ModelArn"] == ARN
    assert described["EnableNetworkIsolation"] is False


def test_arns_are_in_lower_case(sagemaker: Any) -> None:
    assert create_model(sagemaker, "ChatModel").endswith(":model/chatmodel")


def test_a_second_model_of_the_name_is_refused(sagemaker: Any) -> None:
    create_model(sagemaker)
    with pytest.raises(ClientError, match=f'Cannot create already existing model "{ARN}"'):
        create_model(sagemaker)


def test_an_unknown_model_cannot_be_described(sagemaker: Any) -> None:
    with pytest.raises(ClientError, match=f'Could not find model "{ARN}"') as raised:
        sagemaker.describe_model(ModelName="model")
    assert raised.value.response["Error"]["Code"] == "ValidationException"


def test_a_deleted_model_is_gone(sagemaker: Any) -> None:
    create_model(sagemaker)
    sagemaker.delete_model(ModelName="model")
    assert sagemaker.list_models()["Models"] == []


def test_deleting_an_unknown_model_is_an_error(sagemaker: Any) -> None:
    with pytest.raises(ClientError, match="Could not find model"):
        sagemaker.delete_model(ModelName="model")


def test_a_name_with_an_underscore_is_refused_in_the_words_of_aws(sagemaker: Any) -> None:
    with pytest.raises(ClientError) as raised:
        create_model(sagemaker, "my_model")
    assert raised.value.response["Error"]["Message"] == (
        "1 validation error detected: Value 'my_model' at 'modelName' failed to satisfy "
        "constraint: Member must satisfy regular expression pattern: "
        r"[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?"
    )


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({}, "One of PrimaryContainer or Containers must be provided"),
        ({"PrimaryContainer": {"Image": IMAGE}, "Containers": [{"Image": IMAGE}]}, "both given"),
        ({"PrimaryContainer": {}}, "must have an Image"),
        ({"Containers": [{"Image": IMAGE}] * 2}, "does not emulate .* several containers"),
        ({"PrimaryContainer": {"ModelPackageName": "package"}}, "model packages"),
    ],
)
def test_a_model_that_cannot_serve_is_refused(
    sagemaker: Any, request_: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        sagemaker.create_model(ModelName="model", ExecutionRoleArn=ROLE, **request_)


def test_a_model_without_a_role_is_refused(sagemaker: Any) -> None:
    with pytest.raises(ClientError, match="ExecutionRoleArn is required"):
        sagemaker.create_model(ModelName="model", PrimaryContainer={"Image": IMAGE})
