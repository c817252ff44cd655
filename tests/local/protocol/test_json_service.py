import json
from typing import Any

import pytest

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.json_service import JsonService, Request
from lockgate.local.protocol.scope import Scope

SCOPE = Scope("000000000000", "eu-west-1")


async def list_models(_scope: Scope, request: Request) -> dict[str, Any]:
    if request.get("NameContains") == "limit":
        raise ServiceError("ResourceLimitExceeded", "too many", fields={})
    return {"Models": []}


async def answer(target: str, body: bytes) -> tuple[int, dict[str, Any]]:
    service = JsonService("sagemaker", {"ListModels": list_models})
    status, headers, text = await service.answer(SCOPE, target, body)
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    return status, json.loads(text)


async def test_an_action_answers() -> None:
    assert await answer("SageMaker.ListModels", b"") == (200, {"Models": []})


@pytest.mark.parametrize(
    ("target", "body", "told"),
    [
        (
            "SageMaker.ListModels",
            b"{",
            {"__type": "SerializationException", "message": "Unexpected end of input"},
        ),
        (
            "SageMaker.ListModels",
            b"[]",
            {"__type": "SerializationException", "message": "Unexpected field type"},
        ),
        (
            "SageMaker.MakeTea",
            b"{}",
            {"__type": "UnknownOperationException", "message": "Unknown operation MakeTea"},
        ),
        (
            "SageMaker.ListModels",
            b'{"NameContains": "limit"}',
            {"__type": "ResourceLimitExceeded", "Message": "too many"},
        ),
    ],
)
async def test_a_request_that_cannot_be_answered_gets_an_error(
    target: str, body: bytes, told: dict[str, str]
) -> None:
    assert await answer(target, body) == (400, told)


async def test_an_operation_that_is_not_emulated_names_itself() -> None:
    status, told = await answer("SageMaker.CreateTrainingJob", b"{}")
    assert status == 400
    assert told["__type"] == "UnsupportedOperationException"
    assert "does not emulate sagemaker CreateTrainingJob; docs/local-aws.md" in told["message"]
