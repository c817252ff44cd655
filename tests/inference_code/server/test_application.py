import httpx
import pytest

from inference_code.server.admission import Admission, State


async def test_ping_is_healthy_when_the_model_is_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/ping")).status_code == 200


@pytest.mark.parametrize("state", ["loading", "draining"])
async def test_ping_is_unhealthy_otherwise(
    client: httpx.AsyncClient, admission: Admission, state: State
) -> None:
    admission.state = state
    response = await client.get("/ping")
    assert (response.status_code, response.json()) == (503, {"status": state})


async def test_unknown_path_says_what_is_served(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/models")
    assert response.status_code == 404
    assert response.json()["error"]["message"] == (
        "POST /v1/models is not served; use POST /invocations"
    )


async def test_wrong_method_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.get("/invocations")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
