from typing import Any

import pytest

from functions.image_build import handler
from functions.image_build.request import BuildRequest

PROPERTIES = {"Project": "project", "Repository": "repository", "Tag": "abc"}


def event(request_type: str, **more: Any) -> dict[str, Any]:
    return {
        "RequestType": request_type,
        "RequestId": "request-1",
        "ResourceProperties": PROPERTIES,
        **more,
    }


@pytest.fixture(autouse=True)
def _no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    def client(service: str) -> str:
        return service

    monkeypatch.setattr(handler, "client", client)


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_create_and_update_start_a_build(
    monkeypatch: pytest.MonkeyPatch, request_type: str
) -> None:
    def start(request: BuildRequest, codebuild: str, ecr: str) -> str:
        assert (request.token, codebuild, ecr) == ("request-1", "codebuild", "ecr")
        return "project:1"

    monkeypatch.setattr(handler, "start_build", start)
    assert handler.on_event(event(request_type), None) == {
        "PhysicalResourceId": "repository:abc",
        "Data": {"BuildId": "project:1"},
    }


def test_delete_starts_nothing() -> None:
    assert handler.on_event(event("Delete"), None) == {}


def test_delete_is_complete_at_once() -> None:
    assert handler.is_complete(event("Delete"), None) == {"IsComplete": True}


def test_image_that_existed_is_complete_at_once() -> None:
    waiting = event("Create", Data={"BuildId": ""})
    assert handler.is_complete(waiting, None) == {"IsComplete": True}


def test_running_build_is_not_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(build_id: str, codebuild: str) -> bool:
        assert (build_id, codebuild) == ("project:1", "codebuild")
        return False

    monkeypatch.setattr(handler, "ask_build", ask)
    waiting = event("Create", Data={"BuildId": "project:1"})
    assert handler.is_complete(waiting, None) == {"IsComplete": False}
