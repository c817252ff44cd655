import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from lockgate.aws import Target
from lockgate.cli import app
from lockgate.errors import CommandError
from lockgate.invocation.endpoint import EndpointClient, Reply
from tests.lockgate.fakes import FakeLog, install


class FakeEndpoint:
    """Stands where SageMaker would; remembers the bodies it got."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.whole: dict[str, Any] = {
            "model": "tiny",
            "choices": [{"message": {"content": "Hi there"}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 3, "completion_tokens": 2},
        }

    def ask(self, body: bytes) -> Reply:
        self.bodies.append(json.loads(body))
        return Reply([json.dumps(self.whole).encode()])

    def stream(self, body: bytes) -> Reply:
        self.bodies.append(json.loads(body))
        return Reply(self.parts())

    def parts(self) -> Iterator[bytes]:
        yield b'data: {"choices": [{"delta": {"content": "Hi'
        yield b' there"}}]}\n\ndata: {"choices": [], "usage": {"completion_tokens": 2}}\n\n'


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch, project_root: Path) -> FakeEndpoint:
    fake = FakeEndpoint()
    monkeypatch.setattr(Target, "client", lambda *_: None)
    monkeypatch.setattr(EndpointClient, "ask", lambda _, body, **__: fake.ask(body))
    monkeypatch.setattr(EndpointClient, "stream", lambda _, body: fake.stream(body))
    return fake


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["invoke", *arguments], input=stdin)


def test_answer_streams_to_stdout_and_figures_to_stderr(endpoint: FakeEndpoint) -> None:
    result = run("dev/chat", "Hello")

    assert result.stdout == "Hi there\n"
    assert "2 tokens" in result.stderr
    assert "TTFT" in result.stderr


def test_prompt_comes_from_standard_input(endpoint: FakeEndpoint) -> None:
    run("dev/chat", stdin="From a pipe")

    assert endpoint.bodies[0]["messages"][0]["content"] == "From a pipe"


def test_line_break_at_the_end_of_standard_input_is_no_part_of_the_prompt(
    endpoint: FakeEndpoint,
) -> None:
    run("dev/chat", stdin="Two\nlines\n")

    assert endpoint.bodies[0]["messages"][0]["content"] == "Two\nlines"


@pytest.mark.parametrize("prompt", [b"\xff\xfe", "\udcff"])
def test_prompt_that_is_no_text_is_a_mistake(endpoint: FakeEndpoint, prompt: bytes | str) -> None:
    arguments, stdin = (["-"], prompt) if isinstance(prompt, bytes) else ([prompt], None)

    result = CliRunner().invoke(app, ["invoke", "dev/chat", *arguments], input=stdin)

    assert "the prompt is not UTF-8 text" in str(result.exception)


def test_dash_means_standard_input(endpoint: FakeEndpoint) -> None:
    run("dev/chat", "-", stdin="From a pipe")

    assert endpoint.bodies[0]["messages"][0]["content"] == "From a pipe"


def test_options_reach_the_request(endpoint: FakeEndpoint) -> None:
    run("dev/chat", "Hi", "--max-tokens", "9", "--temperature", "0", "--seed", "7", "--system", "S")

    body = endpoint.bodies[0]
    assert (body["max_tokens"], body["temperature"], body["seed"]) == (9, 0, 7)
    assert body["messages"][0]["role"] == "system"


def test_unstreamed_answer_comes_in_one_piece(endpoint: FakeEndpoint) -> None:
    result = run("dev/chat", "Hi", "--no-stream")

    assert result.stdout == "Hi there\n"
    assert "stream" not in endpoint.bodies[0]


def test_json_is_printed_untouched_when_piped(endpoint: FakeEndpoint) -> None:
    assert json.loads(run("dev/chat", "Hi", "--json").stdout) == endpoint.whole


def test_answer_that_is_no_chat_completion_is_a_mistake(endpoint: FakeEndpoint) -> None:
    endpoint.whole = {"embedding": [1]}

    result = run("dev/chat", "Hi", "--no-stream")

    assert isinstance(result.exception, CommandError)
    assert "dev/chat did not answer with a chat completion" in str(result.exception)


def test_empty_prompt_is_a_mistake(endpoint: FakeEndpoint) -> None:
    assert "the prompt is empty" in str(run("dev/chat", stdin=" \n").exception)


def embed(project_root: Path) -> None:
    """Make the model one that embeds."""
    card = project_root / "models" / "tiny.yaml"
    card.write_text(card.read_text().replace("task: chat", "task: embedding"))


def test_vectors_are_described_and_their_tokens_counted(
    endpoint: FakeEndpoint, project_root: Path
) -> None:
    embed(project_root)
    endpoint.whole = {"data": [{"embedding": [0.6, 0.8]}], "usage": {"prompt_tokens": 3}}
    result = run("dev/chat", "Hi")

    assert result.stdout == "2 dimensions  [0.6000, 0.8000]\n"
    assert result.stderr.startswith("3 tokens read · ")
    assert "not streamed" not in result.stderr


def test_embeddings_may_be_json(endpoint: FakeEndpoint, project_root: Path) -> None:
    embed(project_root)
    endpoint.whole = {"data": []}
    assert json.loads(run("dev/chat", "--input", "a", "--json").stdout) == {"data": []}


def test_answer_that_is_no_embedding_is_a_mistake(
    endpoint: FakeEndpoint, project_root: Path
) -> None:
    embed(project_root)
    said = str(run("dev/chat", "Hi").exception)
    assert said.startswith("dev/chat did not answer with embeddings: ")


def test_body_is_sent_as_it_is(endpoint: FakeEndpoint) -> None:
    result = run("dev/chat", "--body", '{"rows": [1]}')

    assert endpoint.bodies == [{"rows": [1]}]
    assert json.loads(result.stdout) == endpoint.whole


def test_local_aws_that_does_not_run_is_a_mistake(endpoint: FakeEndpoint) -> None:
    assert "lockgate local up --detach" in str(run("local/chat", "Hi").exception)


def test_multi_model_endpoint_answers_in_one_piece_and_says_why(
    endpoint: FakeEndpoint, kinds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, sagemaker_runtime=None, logs=FakeLog())
    result = run("kinds/many", "Hi", "--target-model", "tiny@2")

    assert result.stdout == "Hi there\n"
    assert "not streamed: InvokeEndpointWithResponseStream takes no TargetModel" in result.stderr


def test_impossible_choice_is_refused_before_anything_is_sent(
    endpoint: FakeEndpoint, kinds: Path
) -> None:
    result = run("kinds/chat", "Hi", "--target-model", "tiny@2")

    assert "leave --target-model out" in str(result.exception)
    assert endpoint.bodies == []


def test_temperature_out_of_range_is_a_usage_error(endpoint: FakeEndpoint) -> None:
    assert run("dev/chat", "Hi", "--temperature", "3").exit_code == 2
