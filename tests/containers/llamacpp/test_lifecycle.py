"""How the container starts, fails to start, and stops."""

import signal
import socket
import threading
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from tests.containers.serving import Server, started

LONG: dict[str, Any] = {
    "messages": [{"role": "user", "content": "Tell a story."}],
    "max_tokens": 100,
    "ignore_eos": True,
    "temperature": 0,
}


def folder(tmp_path: Path, **files: bytes) -> Path:
    (tmp_path / "model").mkdir()
    for name, content in files.items():
        (tmp_path / "model" / f"{name}.gguf").write_bytes(content)
    return tmp_path


def last_words(base: Path, **environ: str) -> str:
    """Start a server that cannot start; the last line that it prints."""
    with started(base, **environ) as server:
        assert server.wait() == 1
        return server.lines[-1].decode()


def test_folder_without_a_model_is_named(tmp_path: Path) -> None:
    base = folder(tmp_path)
    words = last_words(base)
    assert words == f"lockgate: no .gguf file in {base}/model, which holds nothing"


def test_two_models_are_both_named(tmp_path: Path) -> None:
    words = last_words(folder(tmp_path, a=b"", b=b""))
    assert words.endswith("(a.gguf, b.gguf); keep exactly one")


def test_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    words = last_words(folder(tmp_path, broken=b"no model at all"))
    assert f"llama.cpp cannot load {tmp_path}/model/broken.gguf: " in words


@pytest.mark.model
def test_model_that_is_cut_short_gives_the_reason_of_the_engine(
    tmp_path: Path, model_file: Path
) -> None:
    with model_file.open("rb") as stream:
        words = last_words(folder(tmp_path, short=stream.read(5_000_000)))
    assert words.endswith("model is corrupted or incomplete")


def test_wrong_setting_is_named(tmp_path: Path) -> None:
    words = last_words(folder(tmp_path), LOCKGATE_PARALLEL_REQUESTS="many")
    assert words.startswith("lockgate: LOCKGATE_PARALLEL_REQUESTS is 'many'")


def test_unknown_handler_names_the_known_ones(tmp_path: Path) -> None:
    words = last_words(folder(tmp_path), LOCKGATE_HANDLER="gguf")
    known = "llamacpp, onnx, multi-model-server"
    assert words == f"lockgate: LOCKGATE_HANDLER is 'gguf'; write one of: {known}"


def test_port_in_use_is_named_with_its_variable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        words = last_words(folder(tmp_path), SAGEMAKER_BIND_TO_PORT=port)
    assert words.startswith(f"lockgate: cannot listen on 127.0.0.1:{port} ")
    assert "Address already in use" in words


@pytest.mark.model
def test_sigterm_ends_an_idle_server_with_code_0(base: Path) -> None:
    with started(base) as server:
        server.wait_until_healthy()
        server.process.send_signal(signal.SIGTERM)
        assert server.wait() == 0


class Asking(threading.Thread):
    """A client with one streamed request; `begun` is set by the first bytes of the answer."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._url = f"{server.url}/invocations"
        self.begun = threading.Event()
        self.text = ""

    def run(self) -> None:
        body = LONG | {"stream": True}
        with httpx.stream("POST", self._url, json=body, timeout=60) as response:
            for piece in response.iter_text():
                self.begun.set()
                self.text += piece


@pytest.mark.model
def test_sigterm_under_load_finishes_the_requests_that_run(base: Path) -> None:
    with started(base) as server:
        server.wait_until_healthy()
        clients = [Asking(server) for _ in range(2)]
        for client in clients:
            client.start()
        assert all(client.begun.wait(60) for client in clients)
        server.process.send_signal(signal.SIGTERM)
        for client in clients:
            client.join()
        assert server.wait() == 0
    assert all(client.text.endswith("data: [DONE]\n\n") for client in clients)


@pytest.mark.model
def test_draining_server_refuses_pings_and_new_requests(base: Path) -> None:
    with started(base) as server:
        server.wait_until_healthy()
        client = Asking(server)
        client.start()
        assert client.begun.wait(60)
        server.process.send_signal(signal.SIGTERM)
        while (ping := httpx.get(f"{server.url}/ping")).status_code == 200:
            pass
        refused = httpx.post(f"{server.url}/invocations", json=LONG)
        client.join()
        assert server.wait() == 0
    assert ping.json() == {"status": "draining"}
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")


@pytest.mark.model
def test_requests_that_outlast_the_drain_are_cut_and_the_exit_code_is_0(base: Path) -> None:
    with started(base, LOCKGATE_DRAIN_SECONDS="0") as server:
        server.wait_until_healthy()
        with httpx.Client(base_url=server.url, timeout=60) as client:
            body = LONG | {"stream": True, "max_tokens": 900}
            with client.stream("POST", "/invocations", json=body) as response:
                pieces = response.iter_text()
                next(pieces)
                server.process.send_signal(signal.SIGTERM)
                *_, last, rest = "".join(pieces).split("\n\n")
        assert server.wait() == 0
    assert (orjson.loads(last.removeprefix("data: "))["error"]["type"], rest) == ("unavailable", "")
