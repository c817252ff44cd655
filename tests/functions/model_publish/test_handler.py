import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.model_publish import handler
from functions.model_publish.request import Archive, PublishRequest
from tests.functions.custom_resource.invocation import Invocation

INVOCATION = Invocation(minutes=15)
PROPERTIES = {
    "Bucket": "models",
    "Prefix": "multi-model/dev-many/",
    "Archives": json.dumps([{"name": "tiny-1.tar.gz", "bucket": "assets", "key": "abc.tar.gz"}]),
}


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the handler does, with neither AWS nor CloudFormation."""
    seen: list[Any] = []

    def answer(_: Any, context: Any, physical_id: str, work: Callable[[], None]) -> None:
        seen.append(physical_id)
        work()

    monkeypatch.setattr(handler, "client", lambda service: service)
    monkeypatch.setattr(handler, "publish", lambda request, s3: seen.append((request, s3)))
    monkeypatch.setattr(handler, "answer", answer)
    return seen


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_create_and_update_publish(done: list[Any], request_type: str) -> None:
    handler.on_event({"RequestType": request_type, "ResourceProperties": PROPERTIES}, INVOCATION)
    archive = Archive("tiny-1.tar.gz", "assets", "abc.tar.gz")
    request = PublishRequest("models", "multi-model/dev-many/", (archive,))
    assert done == ["multi-model/dev-many/", (request, "s3")]


def test_delete_leaves_the_archives_alone(done: list[Any]) -> None:
    handler.on_event({"RequestType": "Delete", "ResourceProperties": PROPERTIES}, INVOCATION)
    assert done == ["multi-model/dev-many/"]
