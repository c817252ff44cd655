import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from lockgate.cli import app
from lockgate.invocation.asynchronous.queue import Queue
from tests.lockgate.fakes import (
    ANSWER,
    AsyncRuntime,
    FakeLog,
    FakeObjects,
    FakeStacks,
    install,
    refusal,
)

STACK = FakeStacks("lockgate-kinds-later", InputsPrefix="s3://ours/inputs/")


@pytest.fixture
def runtime(kinds: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncRuntime:
    objects = FakeObjects()
    fake = AsyncRuntime(objects)
    install(
        monkeypatch,
        cloudformation=STACK,
        s3=objects,
        sagemaker_runtime=fake,
        sagemaker=None,
        logs=FakeLog(),
    )
    return fake


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["invoke", "kinds/later", "Hello", *arguments])


@pytest.mark.parametrize("option", [[], ["--async"]])
def test_result_is_printed_with_its_figures(runtime: AsyncRuntime, option: list[str]) -> None:
    result = run(*option)

    assert result.stdout == "Hi there\n"
    assert "processed 2.00 s · 8 tokens · 4 tokens/s" in result.stderr


def test_request_lies_where_the_stack_says(runtime: AsyncRuntime) -> None:
    run()

    place = runtime.sent["InputLocation"]
    body = json.loads(runtime.objects.objects[place.removeprefix("s3://")])
    assert place == f"s3://ours/inputs/{runtime.sent['InferenceId']}.json"
    assert body["messages"][0]["content"] == "Hello"


def test_limits_of_the_configuration_go_with_the_request(runtime: AsyncRuntime) -> None:
    run()

    sent = (runtime.sent["RequestTTLSeconds"], runtime.sent["InvocationTimeoutSeconds"])
    assert sent == (6 * 3600, 15 * 60)


def test_failure_is_printed_with_the_way_to_the_log(runtime: AsyncRuntime) -> None:
    runtime.failure = '{"error": {"message": "out of memory"}}'

    said = str(run().exception)

    assert said.startswith("the request failed: out of memory; read its log: aws logs tail")


def test_without_waiting_the_locations_are_printed(runtime: AsyncRuntime) -> None:
    lines = run("--no-wait").stdout.splitlines()

    assert lines[1:] == [
        "OutputLocation   s3://ours/result",
        "FailureLocation  s3://ours/failure",
    ]


def test_without_waiting_the_locations_can_be_json(runtime: AsyncRuntime) -> None:
    said = json.loads(run("--no-wait", "--json").stdout)

    assert said["OutputLocation"] == "s3://ours/result"


def test_result_can_be_json(runtime: AsyncRuntime) -> None:
    assert json.loads(run("--json").stdout) == ANSWER


def test_result_that_is_no_chat_completion_says_where_it_lies(
    runtime: AsyncRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Queue, "wait", lambda *_: b"[1]")

    assert "see what it says: --json, or s3://ours/result" in str(run().exception)


def test_interrupt_says_where_the_result_will_be(
    runtime: AsyncRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Queue, "wait", interrupted)
    result = run()

    assert result.exit_code == 130
    assert "No longer waiting; the request goes on." in result.stderr
    assert "OutputLocation   s3://ours/result" in result.stderr


def test_refused_request_is_explained(
    runtime: AsyncRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: Any) -> Any:
        raise refusal("ValidationError", "Endpoint kinds-later of account 1 not found.")

    monkeypatch.setattr(runtime, "invoke_endpoint_async", refused)

    assert "there is no endpoint kinds-later in eu-west-1" in str(run().exception)
