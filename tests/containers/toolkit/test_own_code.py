"""A handler that the model brings: what it may do, and what it may do wrong."""

from pathlib import Path

import httpx

from tests.containers.container import Container
from tests.containers.log import PATIENCE_S
from tests.containers.toolkit.conftest import Start
from tests.containers.toolkit.models import TRICKS, wheel, with_code
from tests.local.polling import until

ENDED = "the worker with this request ended before it answered"


def test_what_it_prints_is_in_the_log_as_it_is(client: httpx.Client, tricks: Container) -> None:
    client.post("/invocations", json={"say": "good morning"}).raise_for_status()
    until(lambda: {"good morning", "warned: good morning"} <= set(tricks.log.lines))


def test_log_holds_neither_bodies_nor_the_chatter_of_the_model_server(
    client: httpx.Client, tricks: Container
) -> None:
    client.post("/invocations", json={"secret": "tomatoes"}).raise_for_status()
    client.post("/invocations", json={"say": "the end"}).raise_for_status()
    until(lambda: "the end" in tricks.log.lines)
    text = "\n".join(tricks.log.lines)
    assert not [word for word in ("tomatoes", "METRICS", "ACCESS_LOG", "[PID]") if word in text]


def test_failure_is_in_the_log_and_its_text_in_no_answer(
    client: httpx.Client, tricks: Container
) -> None:
    failed = client.post("/invocations", json={"fail": "a name"})
    assert failed.status_code == 500
    assert failed.json()["error"]["message"] == "the handler failed; its log has the reason"
    until(lambda: "KeyError: 'a name'" in tricks.log.lines)


def test_answer_of_eight_megabytes_arrives(client: httpx.Client) -> None:
    assert len(client.post("/invocations", json={"letters": 8_000_000}).json()["letters"]) == 8e6


def test_answer_over_the_limit_is_an_error(client: httpx.Client) -> None:
    refused = client.post("/invocations", json={"letters": 27_000_000})
    assert refused.status_code == 500
    assert "the limit is 26214400 (LOCKGATE_MAX_BODY_BYTES)" in refused.json()["error"]["message"]


def test_worker_that_ends_is_replaced(client: httpx.Client) -> None:
    first = client.post("/invocations", json={}).json()["pid"]
    broken = client.post("/invocations", json={"end": True})
    assert (broken.status_code, broken.json()["error"]["message"][: len(ENDED)]) == (500, ENDED)
    assert client.post("/invocations", json={}).json()["pid"] != first


def test_handler_that_takes_too_long_is_ended_and_says_where_it_was(
    client: httpx.Client, tricks: Container
) -> None:
    late = client.post("/invocations", json={"sleep": 600})
    assert (late.status_code, late.json()["error"]["message"][: len(ENDED)]) == (500, ENDED)
    until(lambda: any("in predict_fn" in line for line in tricks.log.lines))
    assert client.post("/invocations", json={}).is_success


def test_file_may_have_another_name_and_requirements_of_its_own(
    started: Start, tmp_path: Path
) -> None:
    code = "import greeting\n" + TRICKS.replace('"pid": os.getpid()', '"word": greeting.WORD')
    model = with_code(tmp_path / "model", code, requirements_txt=str(wheel(tmp_path)))
    (model / "code" / "inference.py").rename(model / "code" / "greeter.py")
    container = started(model, SAGEMAKER_PROGRAM="greeter.py")
    container.wait_until_healthy()
    answer = httpx.post(f"{container.url}/invocations", json={}, timeout=PATIENCE_S)
    assert answer.json() == {"letters": "", "word": "hello"}
    installed = "Successfully installed greeting-1.0"
    until(lambda: any(line.endswith(installed) for line in container.log.lines))
