"""Answers, as CloudFormation gets them."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from functions.custom_resource import answer
from tests.functions.custom_resource.invocation import Invocation

AMPLE = Invocation(minutes=15)


class CloudFormation:
    """Waits for answers on the loopback interface."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.content_types: list[str | None] = []
        self.sizes: list[int] = []
        told, types, sizes = self.told, self.content_types, self.sizes

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                sizes.append(len(body))
                told.append(json.loads(body))
                types.append(self.headers["Content-Type"])
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Be silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def event(self, request_type: str, **more: str) -> dict[str, Any]:
        return {
            "RequestType": request_type,
            "ResponseURL": f"http://127.0.0.1:{self.server.server_port}/token",
            "StackId": "stack",
            "RequestId": "request",
            "LogicalResourceId": "Logical",
            **more,
        }


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    waiting = CloudFormation()
    thread = threading.Thread(target=waiting.server.serve_forever)
    thread.start()
    yield waiting
    waiting.server.shutdown()
    thread.join()
    waiting.server.server_close()


def nothing() -> None:
    """Do no work."""


def fail() -> None:
    raise ValueError("no such endpoint" + "." * 5000)


def test_work_that_is_done_is_a_success(cloudformation: CloudFormation) -> None:
    answer(cloudformation.event("Create"), AMPLE, "dev-chat/after", nothing)
    assert cloudformation.told == [
        {
            "StackId": "stack",
            "RequestId": "request",
            "LogicalResourceId": "Logical",
            "PhysicalResourceId": "dev-chat/after",
            "Status": "SUCCESS",
        }
    ]


def test_address_is_called_without_a_content_type_because_it_is_signed_so(
    cloudformation: CloudFormation,
) -> None:
    answer(cloudformation.event("Create"), AMPLE, "id", nothing)
    assert cloudformation.content_types == [""]


def test_resource_keeps_its_id(cloudformation: CloudFormation) -> None:
    answer(cloudformation.event("Update", PhysicalResourceId="first"), AMPLE, "second", nothing)
    assert cloudformation.told[0]["PhysicalResourceId"] == "first"


def test_failure_says_why_in_few_words(cloudformation: CloudFormation) -> None:
    answer(cloudformation.event("Update"), AMPLE, "id", fail)
    (told,) = cloudformation.told
    assert told["Status"] == "FAILED"
    assert told["Reason"].startswith("ValueError: no such endpoint")
    assert len(told["Reason"]) == 800


def test_answer_is_short_enough_whatever_its_letters(cloudformation: CloudFormation) -> None:
    def fail_in_pictures() -> None:
        raise ValueError("🚢" * 5000)

    answer(cloudformation.event("Create"), AMPLE, "id", fail_in_pictures)
    assert cloudformation.sizes[0] <= 4096
    assert cloudformation.told[0]["Reason"].endswith("🚢")


def test_work_that_would_outlast_the_function_fails_in_time(cloudformation: CloudFormation) -> None:
    endless = threading.Event()
    answer(cloudformation.event("Create"), Invocation(minutes=0.5), "id", endless.wait)
    (told,) = cloudformation.told
    assert told["Status"] == "FAILED"
    assert told["Reason"].startswith("OutOfTimeError: not done within the 0 s")
