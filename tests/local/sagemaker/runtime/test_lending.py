import re
from types import SimpleNamespace
from typing import Any

import pytest

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.deployment import ServingVariant
from lockgate.local.sagemaker.runtime.invocation import Invocation
from lockgate.local.sagemaker.runtime.lending import lend, not_ready, throttled
from lockgate.local.sagemaker.runtime.refusals import request_id


@pytest.mark.parametrize(
    ("operation", "code", "status"),
    [
        ("InvokeEndpoint", "ModelNotReadyException", 429),
        ("InvokeEndpointWithResponseStream", "ServiceUnavailable", 503),
    ],
)
def test_what_is_not_up_in_time_is_to_be_asked_again(
    operation: str, code: str, status: int
) -> None:
    error = not_ready(Invocation(Scope("1", "eu-west-1"), operation, "chat", {}, b""))
    assert (error.code, error.status) == (code, status)
    assert error.message == "Endpoint chat is not ready for inference yet. Retry the request."


async def test_a_variant_of_many_models_wants_one_named() -> None:
    fleet: Any = SimpleNamespace(acquire_for=print)
    variant = ServingVariant({"VariantName": "many"}, fleet, "image", 1.0, 1)
    invocation = Invocation(Scope("1", "eu-west-1"), "InvokeEndpoint", "chat", {}, b"")
    with pytest.raises(ServiceError, match="is missing a target model header"):
        async with lend(variant, invocation):
            pass


def test_a_throttled_request_is_told_so_without_a_message() -> None:
    error = throttled()
    assert (error.code, error.status, error.fields) == (
        "ThrottlingException",
        400,
        {"Message": None},
    )


def test_a_request_id_looks_like_those_of_aws() -> None:
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", request_id())
