"""Requests that are not right: each is refused with its reason, and others are not disturbed."""

import orjson
import pytest

from tests.containers.contract.asking import busy
from tests.containers.contract.bodies import malformed
from tests.containers.contract.running import INFERENCE_ID, JSON, Running, is_error, new_id
from tests.containers.contract.wire import BROKEN, CUT_SHORT, DECLARED, send

LIMIT = 25 * 1024 * 1024
"""Bytes of a body; SageMaker's own limit."""


def test_malformed_body_is_refused_with_a_reason(running: Running) -> None:
    """Dozens of bodies; the names of those that are not refused are told."""
    bodies = malformed(running.subject)
    ids = {what: new_id() for what in bodies}
    answers = {what: running.ask(body, request_id=ids[what]) for what, body in bodies.items()}
    refused = dict.fromkeys(bodies, 400)
    assert {what: answer.status_code for what, answer in answers.items()} == refused
    assert all(map(is_error, answers.values()))
    assert {what: running.line(ids[what])["status"] for what in bodies} == refused


def test_malformed_bodies_leave_the_container_healthy(running: Running) -> None:
    for body in malformed(running.subject).values():
        running.ask(body)
    assert running.container.ping() == 200
    assert running.ask(running.subject.smallest()).status_code == 200


def test_body_that_is_too_long_is_refused(running: Running) -> None:
    answer = running.ask(b" " * (LIMIT + 1), request_id=(request_id := new_id()))
    assert (answer.status_code, is_error(answer)) == (413, True)
    assert running.line(request_id)["status"] == 413


def test_body_that_is_declared_too_long_is_refused_before_it_comes(running: Running) -> None:
    data = DECLARED.replace(b"LENGTH", str(LIMIT + 1).encode())
    answer = send(running, data, request_id=(request_id := new_id()), ends=False)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert running.line(request_id)["status"] == 413


def test_body_that_grows_too_long_is_refused(running: Running) -> None:
    headers = {"Content-Type": JSON, INFERENCE_ID: (request_id := new_id())}
    pieces = (b" " * 65_536 for _ in range(LIMIT // 65_536 + 1))
    answer = running.client.post(running.subject.path, content=pieces, headers=headers)
    assert (answer.status_code, is_error(answer)) == (413, True)
    assert running.line(request_id)["status"] == 413


@pytest.mark.parametrize("kind", ["", "image/png", "application/x-unknown", "nonsense"])
def test_unknown_content_type_is_refused(running: Running, kind: str) -> None:
    headers = {"Content-Type": kind}
    question, request_id = running.subject.smallest(), new_id()
    answer = running.ask(question, request_id=request_id, headers=headers)
    assert (answer.status_code, is_error(answer)) == (415, True)
    assert running.line(request_id)["status"] == 415


@pytest.mark.parametrize("kind", ["image/png", "application/x-unknown"])
def test_accept_of_unknown_types_only_is_refused(running: Running, kind: str) -> None:
    question, request_id = running.subject.smallest(), new_id()
    answer = running.ask(question, request_id=request_id, headers={"Accept": kind})
    assert (answer.status_code, is_error(answer)) == (406, True)
    assert running.line(request_id)["status"] == 406


@pytest.mark.parametrize("path", ["/", "/nowhere", "/ping/more", "/invocations/more", "/%00"])
def test_unknown_path_is_refused(running: Running, path: str) -> None:
    answer = running.client.post(path, json={})
    assert (answer.status_code, is_error(answer)) == (404, True)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_wrong_method_is_refused(running: Running, method: str) -> None:
    answer = running.client.request(method, running.subject.path)
    assert (answer.status_code, is_error(answer)) == (405, True)
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize("what", BROKEN)
def test_bytes_that_are_no_http_are_refused(running: Running, what: str) -> None:
    head, _, body = send(running, BROKEN[what]).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert orjson.loads(body)["error"]["type"] == "invalid_request_error"
    assert running.ask(running.subject.smallest()).status_code == 200


@pytest.mark.parametrize("what", CUT_SHORT)
def test_body_that_ends_too_early_has_one_line_and_disturbs_nobody(
    running: Running, what: str
) -> None:
    request_id = new_id()
    assert send(running, CUT_SHORT[what], request_id=request_id) == b""
    fields = running.line(request_id)
    assert (fields["status"], fields["finish_reason"]) == (499, "cancelled")
    assert running.ask(running.subject.smallest()).status_code == 200


def test_overload_is_refused_at_once_with_a_time_to_come_back(spare: Running) -> None:
    with busy(spare):
        answer = spare.ask(spare.subject.smallest(), request_id=(request_id := new_id()))
        assert spare.container.ping() == 200
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert is_error(answer)
    assert spare.line(request_id)["status"] == 429
