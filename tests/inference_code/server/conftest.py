from collections.abc import AsyncIterator

import httpx
import pytest

from inference_code.server.admission import Admission
from inference_code.server.application import create_application
from tests.inference_code.scripted import ScriptedHandler, settings


@pytest.fixture
def handler() -> ScriptedHandler:
    return ScriptedHandler("Hello", " there", "!")


@pytest.fixture
def admission() -> Admission:
    admission = Admission(slots=1, queue=0)
    admission.state = "ready"
    return admission


@pytest.fixture
async def client(
    handler: ScriptedHandler, admission: Admission
) -> AsyncIterator[httpx.AsyncClient]:
    chosen = settings(LOCKGATE_MODEL_ALIASES="big", LOCKGATE_MAX_BODY_BYTES="1000")
    application = create_application(chosen, handler, admission)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
