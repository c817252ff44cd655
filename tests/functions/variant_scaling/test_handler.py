import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.variant_scaling import handler
from functions.variant_scaling.request import Request, Variant
from tests.functions.custom_resource.invocation import Invocation

INVOCATION = Invocation(minutes=2)
SCALED = {"instance": "ml.c5.large", "min": 1, "max": 3, "policies": [{"PolicyName": "P"}]}
PROPERTIES = {
    "EndpointName": "dev-chat",
    "Phase": "after",
    "Variants": json.dumps({"a": SCALED, "b": {"instance": "ml.c5.large"}}),
}
FIXED = PROPERTIES | {"Variants": json.dumps({"a": {"instance": "ml.c5.large"}})}


def event(request_type: str, **more: Any) -> dict[str, Any]:
    return {"RequestType": request_type, "ResourceProperties": PROPERTIES, **more}


@pytest.fixture(autouse=True)
def done(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the handler does, with neither AWS nor CloudFormation."""
    seen: list[Any] = []
    monkeypatch.setattr(handler, "client", lambda service: service)
    monkeypatch.setattr(handler, "live_instances", lambda name, client: {name: client})
    monkeypatch.setattr(handler, "apply", lambda request, live, _: seen.append((request, live)))
    monkeypatch.setattr(handler, "remove", lambda request, _: seen.append(("remove", request)))

    def answer(_: Any, context: Any, physical_id: str, work: Callable[[], None]) -> None:
        seen.append(physical_id)
        work()

    monkeypatch.setattr(handler, "answer", answer)
    return seen


def test_event_becomes_a_request(done: list[Any]) -> None:
    handler.on_event(event("Update", OldResourceProperties=FIXED), INVOCATION)
    physical_id, (request, live) = done
    assert physical_id == "dev-chat/after"
    assert live == {"dev-chat": "sagemaker"}
    assert request.variants["a"] == Variant("ml.c5.large", 1, 3, ({"PolicyName": "P"},))
    assert not request.before["a"].is_scaled


def test_creation_has_nothing_before_it(done: list[Any]) -> None:
    handler.on_event(event("Create"), INVOCATION)
    request: Request = done[1][0]
    assert request.before == {}


def test_deletion_removes(done: list[Any]) -> None:
    handler.on_event(event("Delete"), INVOCATION)
    assert done[1][0] == "remove"
