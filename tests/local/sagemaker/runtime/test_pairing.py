from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.asynchronous.conftest import AsyncEndpoint


def refusal(invoke: Any, **members: Any) -> str:
    with pytest.raises(ClientError) as raised:
        invoke(**members)
    error: dict[str, str] = raised.value.response["Error"]
    assert error["Code"] == "ValidationError"
    return error["Message"]


@pytest.mark.parametrize(
    ("method", "operation"),
    [
        ("invoke_endpoint", "InvokeEndpoint"),
        ("invoke_endpoint_with_response_stream", "InvokeEndpointWithResponseStream"),
    ],
)
def test_an_asynchronous_endpoint_takes_only_asynchronous_invocations(
    aws: InProcess, method: str, operation: str
) -> None:
    AsyncEndpoint(aws).create()
    assert refusal(getattr(aws.runtime, method), EndpointName="slow", Body=b"x") == (
        "Endpoint slow is an asynchronous inference endpoint and does not support "
        f"{operation}. Use InvokeEndpointAsync."
    )


@pytest.mark.usefixtures("endpoint")
def test_a_real_time_endpoint_takes_no_asynchronous_invocations(aws: InProcess) -> None:
    invoke = aws.runtime.invoke_endpoint_async
    assert refusal(invoke, EndpointName="chat", Body=b"x") == (
        "Endpoint chat is not an asynchronous inference endpoint and does not support "
        "InvokeEndpointAsync. Use InvokeEndpoint."
    )


@pytest.mark.usefixtures("endpoint")
def test_a_single_model_endpoint_takes_no_target_model(aws: InProcess) -> None:
    members = {"EndpointName": "chat", "Body": b"x", "TargetModel": "one.tar.gz"}
    assert refusal(aws.runtime.invoke_endpoint, **members) == (
        "Endpoint chat is not a multi-model endpoint and does not support target model header."
    )
