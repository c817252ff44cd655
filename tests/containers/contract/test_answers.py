"""Answers: each request gets its own, and each has one line in the log."""

from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest

from tests.containers.contract.asking import Asking
from tests.containers.contract.lines import check_line
from tests.containers.contract.running import Running, new_id
from tests.containers.log import MARK

PROMPT = "Quecksilber"


def test_requests_at_once_are_all_answered_each_with_its_own_answer(running: Running) -> None:
    questions = [running.subject.question(number) for number in range(8)]
    alone = [running.ask(question).json() for question in questions]
    with ThreadPoolExecutor(len(questions)) as pool:
        together = [answer.json() for answer in pool.map(running.ask, questions)]
    for number, answer in enumerate(together):
        alike = [running.subject.are_same(answer, other) for other in alone]
        assert [position for position, same in enumerate(alike) if same] == [number]


def test_answer_is_json_with_its_length(running: Running) -> None:
    answer = running.ask(running.subject.question(0))
    assert answer.headers["content-type"] == "application/json"
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_body_that_is_cut_within_characters_is_read_whole(running: Running) -> None:
    question = running.subject.question(0, "日本語 🦙")
    body = orjson.dumps(question)
    headers = {"Content-Type": "application/json"}
    pieces = (body[at : at + 1] for at in range(len(body)))
    cut = running.client.post(running.subject.path, content=pieces, headers=headers)
    whole, without = (running.ask(each).json() for each in (question, running.subject.question(0)))
    assert running.subject.are_same(cut.json(), whole)
    assert not running.subject.are_same(cut.json(), without)


def test_custom_attributes_come_back(running: Running) -> None:
    headers = {"X-Amzn-SageMaker-Custom-Attributes": "trace=7, who=me"}
    for body in (running.subject.smallest(), b""):
        answer = running.ask(body, headers=headers)
        assert answer.headers["x-amzn-sagemaker-custom-attributes"] == "trace=7, who=me"


@pytest.mark.parametrize(("body", "status"), [(None, 200), (b"{", 400)], ids=["right", "refused"])
def test_request_has_one_line_with_the_fields_that_are_documented(
    running: Running, body: bytes | None, status: int
) -> None:
    request_id = new_id()
    running.ask(body or running.subject.question(1), request_id=request_id)
    running.line(request_id)
    running.ask(running.subject.smallest(), request_id=(later := new_id()))
    running.line(later)
    fields = running.line(request_id)
    check_line(fields)
    assert fields["status"] == status


def test_line_of_an_answer_says_what_the_answer_was(running: Running) -> None:
    running.ask(running.subject.question(1), request_id=(request_id := new_id()))
    fields = running.line(request_id)
    assert fields["operation"] == running.subject.operation
    assert fields["model"] == running.subject.model_name
    assert fields["stream"] is False
    assert fields["latency_ms"] >= fields["queue_ms"] >= 0


def test_log_has_neither_prompts_nor_answers(running: Running) -> None:
    whole = running.ask(running.subject.question(2, PROMPT))
    running.ask(running.subject.raw(b'"%b' % PROMPT.encode()))
    running.ask(running.subject.raw(b'{"%b": 1}' % PROMPT.encode()), request_id=(last := new_id()))
    running.line(last)
    log = "\n".join(running.container.log.lines)
    assert PROMPT not in log
    assert (words := running.subject.words(whole.json())) == "" or words not in log


def test_stdout_has_lines_about_requests_only(running: Running) -> None:
    printed = running.container.log.lines
    json = [line for line in printed if line.startswith("{")]
    assert [line for line in json if not line.startswith(MARK)] == []


def test_short_request_is_answered_beside_a_long_one(running: Running) -> None:
    asking = Asking(running, running.subject.long(3))
    for _ in range(3):  # the first might come to the engine before the long one
        assert running.ask(running.subject.smallest()).status_code == 200
    assert not asking.is_done, f"status {asking.status}: {running.container.describe()}"
    asking.leave()
