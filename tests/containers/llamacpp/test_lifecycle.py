"""How the container fails to start, and stops, beside what the contract suite asks of all."""

import socket
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from tests.containers.container import Container
from tests.containers.llamacpp.conftest import Start
from tests.containers.log import PATIENCE_S

ENDLESS: dict[str, Any] = {
    "messages": [{"role": "user", "content": "Tell a story."}],
    "max_tokens": 900,
    "ignore_eos": True,
    "stream": True,
}


def last_words(container: Container) -> str:
    """The last line of a container that cannot start."""
    assert container.wait() == 1
    return container.log.lines[-1]


def test_two_models_are_both_named(start: Start, tmp_path: Path) -> None:
    for name in ("a.gguf", "b.gguf"):
        (tmp_path / name).touch()
    assert last_words(start(tmp_path)).endswith("(a.gguf, b.gguf); keep exactly one")


def test_wrong_setting_is_named(start: Start, tmp_path: Path) -> None:
    words = last_words(start(tmp_path, LOCKGATE_PARALLEL_REQUESTS="many"))
    assert words.startswith("lockgate: LOCKGATE_PARALLEL_REQUESTS is 'many'")


def test_unknown_handler_names_the_known_ones(start: Start, tmp_path: Path) -> None:
    words = last_words(start(tmp_path, LOCKGATE_HANDLER="gguf"))
    known = "llamacpp, onnx, multi-model-server"
    assert words == f"lockgate: LOCKGATE_HANDLER is 'gguf'; write one of: {known}"


def test_port_in_use_is_named_with_its_variable(start: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        words = last_words(start(tmp_path, port=port))
    assert words.startswith(f"lockgate: cannot listen on 127.0.0.1:{port} ")
    assert "Address already in use" in words


@pytest.mark.model
def test_stream_that_outlasts_the_drain_ends_with_an_error(start: Start, model: Path) -> None:
    container = start(model, LOCKGATE_DRAIN_SECONDS="0")
    container.wait_until_healthy()
    url = f"{container.url}/invocations"
    with httpx.stream("POST", url, json=ENDLESS, timeout=PATIENCE_S) as response:
        pieces = response.iter_text()
        next(pieces)
        container.terminate()
        *_, last, rest = "".join(pieces).split("\n\n")
    assert container.wait() == 0
    assert (orjson.loads(last.removeprefix("data: "))["error"]["type"], rest) == ("unavailable", "")
