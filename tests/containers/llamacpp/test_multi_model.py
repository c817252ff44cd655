"""Several models of llama.cpp, beside what the contract suite asks of every container."""

import contextlib
import os
import signal
import sys
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import orjson
import pytest

from infra.config.model_card import Settings
from infra.config.multi_model import write_archive
from infra.config.project import load_project
from infra.config.references import ReleaseReference
from tests.containers.container import Container
from tests.containers.llamacpp.conftest import Start
from tests.containers.llamacpp.multi_model import CHAT, Host
from tests.containers.log import PATIENCE_S
from tests.containers.platform import ROOT
from tests.local.polling import until

pytestmark = pytest.mark.model

MULTI = {"SAGEMAKER_MULTI_MODEL": "true", "LOCKGATE_MODEL_MEMORY_MIB": "600"}
"""Room for two models of 1024 tokens, which need 248 MiB each, and not for a third."""
SOME, MANY = 60, 600
"""Tokens of streams that are read to the end, and of those that others must find running."""


@pytest.fixture(scope="module")
def many(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Container:
    """A healthy container that the tests share; each leaves it without models."""
    many = start(tmp_path_factory.mktemp("nothing"), **MULTI)
    many.wait_until_healthy()
    return many


@pytest.fixture
def host(many: Container, tmp_path: Path, model_file: Path) -> Iterator[Host]:
    host = Host(many, tmp_path, model_file)
    yield host
    host.close()


def said(stream: str) -> str:
    """The text of a streamed answer."""
    *lines, done = [line.removeprefix("data: ") for line in stream.split("\n\n") if line]
    assert done == "[DONE]"
    deltas = [orjson.loads(line)["choices"][0]["delta"] for line in lines]
    return "".join(delta.get("content") or "" for delta in deltas)


@contextlib.contextmanager
def streaming(host: Host, name: str, tokens: int = SOME) -> Iterator[Iterator[str]]:
    """A streamed answer that has begun."""
    body = CHAT | {"max_tokens": tokens, "ignore_eos": True, "stream": True}
    url = f"/models/hash-{name}/invoke"
    with host.client.stream("POST", url, json=body) as response:
        pieces = response.iter_text()
        assert next(pieces).startswith("data: ")
        yield pieces


def test_loads_at_once_start_one_engine(host: Host) -> None:
    folder = host.unpack("one")
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: host.load("one", folder).status_code, range(3)))
    assert sorted(answers) == [200, 409, 409]
    assert len(host.engines()) == 1


def test_streamed_text_equals_the_plain_one_and_plain_answers_tell_their_length(
    host: Host,
) -> None:
    host.add("one", context_length=1024)
    plain = host.invoke("one")
    streamed = host.invoke("one", CHAT | {"stream": True})
    assert int(plain.headers["content-length"]) == len(plain.content)
    assert said(streamed.text) == plain.json()["choices"][0]["message"]["content"] != ""


def test_two_models_answer_at_once_each_under_its_name(host: Host) -> None:
    for name in ("one", "two"):
        host.add(name, context_length=1024)
    with ThreadPoolExecutor() as pool:
        answers = [answer.json() for answer in pool.map(host.invoke, ("one", "two"))]
    assert [answer["model"] for answer in answers] == ["one", "two"]
    assert answers[0]["choices"] == answers[1]["choices"]


def test_each_model_has_the_context_of_its_own_archive(host: Host) -> None:
    host.add("small", context_length=256)
    host.add("large", context_length=1024)
    body = CHAT | {"messages": [{"role": "user", "content": "word " * 300}]}
    refused, answered = host.invoke("small", body), host.invoke("large", body)
    assert (refused.status_code, answered.status_code) == (400, 200)
    assert refused.json()["error"]["type"] == "context_length_exceeded"


def test_stream_of_one_model_goes_on_while_another_loads(host: Host) -> None:
    host.add("one", context_length=1024)
    with streaming(host, "one") as pieces:
        assert host.add("two", context_length=1024).status_code == 200
        assert "".join(pieces).endswith("data: [DONE]\n\n")


def test_model_makes_room_and_comes_back(host: Host) -> None:
    for name in ("one", "two"):
        host.add(name, context_length=1024)
    host.invoke("one")
    assert host.add("three", context_length=1024).status_code == 200
    assert host.names() == ["one", "three"]
    assert host.invoke("two").json()["model"] == "two"
    assert host.names() == ["three", "two"]


def test_model_beside_busy_ones_is_a_507(host: Host) -> None:
    for name in ("one", "two"):
        host.add(name, context_length=1024)
    with streaming(host, "one", MANY), streaming(host, "two", MANY):
        refused = host.add("three", context_length=1024)
    assert refused.status_code == 507
    assert "of which models that answer or load hold 4" in refused.json()["error"]["message"]


def test_model_over_the_whole_memory_is_a_507_with_both_sizes(host: Host) -> None:
    refused = host.add("huge", context_length=8192, parallel_requests=4)
    assert refused.json()["error"]["message"] == (
        "the model needs 947 MiB, and all models together may take 600 MiB "
        "(LOCKGATE_MODEL_MEMORY_MIB)"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads the sizes from /proc")
def test_unloading_gives_the_memory_back(host: Host) -> None:
    before = host.memory_mib()
    host.add("one", context_length=1024, parallel_requests=4)
    loaded = host.memory_mib()
    host.invoke("one")
    assert host.client.delete("/models/hash-one").status_code == 200
    assert loaded - before > 90  # the cache of 4096 tokens alone
    assert host.memory_mib() - before < 10
    assert host.engines() == []


def test_unloading_waits_for_the_running_answer(host: Host) -> None:
    host.add("one", context_length=1024)
    url = f"{host.server.url}/models/hash-one"
    with streaming(host, "one") as pieces, ThreadPoolExecutor() as pool:
        unloading = pool.submit(httpx.delete, url, timeout=PATIENCE_S)
        until(lambda: host.names() == [])
        assert "".join(pieces).endswith("data: [DONE]\n\n")
        assert unloading.result().status_code == 200
    assert host.invoke("one").status_code == 404


def test_published_archive_is_loaded_with_its_name_digest_and_settings(
    host: Host, model_file: Path, tmp_path: Path
) -> None:
    reference = ReleaseReference("smollm2-135m-instruct", 1)
    release = load_project(ROOT).release(reference)
    small = release.model_copy(update={"settings": Settings(context_length=256)})
    with tarfile.open(write_archive(small, reference, model_file, tmp_path)) as archive:
        archive.extractall(folder := tmp_path / "models" / "hash-one", filter="data")
    assert host.load("one", folder).status_code == 200
    long = CHAT | {"messages": [{"role": "user", "content": "word " * 300}]}
    assert host.invoke("one").json()["model"] == "smollm2-135m-instruct"
    assert host.invoke("one", long).status_code == 400


def test_file_with_another_digest_is_refused(host: Host) -> None:
    refused = host.load("one", host.unpack("one", sha256="0" * 64))
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "invalid_model")
    assert f"lockgate.json says {'0' * 64}" in refused.json()["error"]["message"]


@pytest.mark.parametrize(("files", "message"), [(0, "no .gguf file in "), (2, "2 .gguf files in ")])
def test_archive_without_exactly_one_model_is_refused(host: Host, files: int, message: str) -> None:
    refused = host.load("one", host.unpack("one", files=files))
    assert refused.status_code == 400
    assert refused.json()["error"]["message"].startswith(message)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the engine in /proc")
def test_engine_that_is_killed_ends_its_answers_only_and_comes_back(host: Host) -> None:
    for name in ("one", "two"):
        host.add(name, context_length=1024)
    first, _ = host.engines()
    with streaming(host, "one", MANY) as broken, streaming(host, "two") as whole:
        os.kill(first, signal.SIGKILL)
        assert '"type":"unavailable"' in "".join(broken)
        assert "".join(whole).endswith("data: [DONE]\n\n")
    assert host.invoke("one").status_code == 200
