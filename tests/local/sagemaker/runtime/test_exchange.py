import httpx
import pytest

from lockgate.local.containers.errors import NoHealthyInstance
from lockgate.local.protocol.errors import ServiceError
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.loans import Loan
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.runtime.exchange import Exchange
from lockgate.local.sagemaker.runtime.invocation import Invocation

SCOPE = Scope("000000000000", "eu-west-1")


async def test_a_container_that_ends_while_it_is_helped_is_unavailable() -> None:
    async def recover(_status: int) -> bool:
        raise NoHealthyInstance("i-1 does not load models")

    invocation = Invocation(SCOPE, "InvokeEndpoint", "chat", {}, b"")
    endpoint = Endpoint("chat", "arn", SCOPE, requested=Definition("config", "arn", {}))
    exchange = Exchange(invocation, endpoint, limit_s=60)
    exchange.instance = Loan("i-1", "http://container", recover=recover)
    transport = httpx.MockTransport(lambda _: httpx.Response(404))
    async with httpx.AsyncClient(transport=transport) as client:
        with pytest.raises(ServiceError, match="No instance of the endpoint is healthy"):
            await exchange.send(client)
    await exchange.aclose()
