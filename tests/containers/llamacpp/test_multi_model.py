"""The multi-model API with real engines: what SageMaker relies on when it loads and unloads."""

import contextlib
import os
import signal
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import orjson
import pytest

from infra.config.model_card import Settings
from infra.config.multi_model import write_archive
from infra.config.project import load_project
from infra.config.references import ReleaseReference
from tests.containers.llamacpp.multi_model import CHAT, Platform, is_alive
from tests.containers.serving import PATIENCE_S, ROOT, Server, started

pytestmark = pytest.mark.model

MULTI = {"SAGEMAKER_MULTI_MODEL": "true", "LOCKGATE_MODEL_MEMORY_MIB": "600"}
"""Room for two models of 1024 tokens, which need 248 MiB each, and not for a third."""
LONG = CHAT | {"max_tokens": 60, "ignore_eos": True}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A healthy server that the tests share; each leaves it without models."""
    with started(tmp_path_factory.mktemp("ml"), **MULTI) as server:
        server.wait_until_healthy()
        yield server


@pytest.fixture
def platform(server: Server, tmp_path: Path, model_file: Path) -> Iterator[Platform]:
    platform = Platform(server, tmp_path, model_file)
    yield platform
    platform.close()


@pytest.fixture
def ending(tmp_path: Path, model_file: Path) -> Iterator[Platform]:
    """A platform whose server may end with the test."""
    with started(tmp_path, **MULTI) as server:
        server.wait_until_healthy()
        platform = Platform(server, tmp_path, model_file)
        yield platform
        platform.client.close()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def said(stream: str) -> str:
    """The text of a streamed answer."""
    *lines, done = [line.removeprefix("data: ") for line in stream.split("\n\n") if line]
    assert done == "[DONE]"
    deltas = [orjson.loads(line)["choices"][0]["delta"] for line in lines]
    return "".join(delta.get("content") or "" for delta in deltas)


@contextlib.contextmanager
def streaming(platform: Platform, name: str) -> Iterator[Iterator[str]]:
    """A streamed answer that has begun."""
    body, url = LONG | {"stream": True}, f"/models/hash-{name}/invoke"
    with platform.client.stream("POST", url, json=body) as response:
        pieces = response.iter_text()
        assert next(pieces).startswith("data: ")
        yield pieces


def test_second_load_is_a_conflict(platform: Platform) -> None:
    assert platform.add("one", context_length=1024).status_code == 200
    folder = Path(platform.client.get("/models/hash-one").json()["modelUrl"])
    assert platform.load("one", folder).status_code == 409


def test_loads_at_once_start_one_engine(platform: Platform) -> None:
    folder = platform.unpack("one")
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: platform.load("one", folder).status_code, range(3)))
    assert sorted(answers) == [200, 409, 409]
    assert len(platform.engines()) == 1


def test_streamed_text_equals_the_plain_one_and_plain_answers_tell_their_length(
    platform: Platform,
) -> None:
    platform.add("one", context_length=1024)
    plain = platform.invoke("one")
    streamed = platform.invoke("one", CHAT | {"stream": True})
    assert int(plain.headers["content-length"]) == len(plain.content)
    assert said(streamed.text) == plain.json()["choices"][0]["message"]["content"] != ""


def test_two_models_answer_at_once_each_under_its_name(platform: Platform) -> None:
    for name in ("one", "two"):
        platform.add(name, context_length=1024)
    with ThreadPoolExecutor() as pool:
        answers = [answer.json() for answer in pool.map(platform.invoke, ("one", "two"))]
    assert [answer["model"] for answer in answers] == ["one", "two"]
    assert answers[0]["choices"] == answers[1]["choices"]


def test_each_model_has_the_context_of_its_own_archive(platform: Platform) -> None:
    platform.add("small", context_length=256)
    platform.add("large", context_length=1024)
    body = CHAT | {"messages": [{"role": "user", "content": "word " * 300}]}
    refused, answered = platform.invoke("small", body), platform.invoke("large", body)
    assert (refused.status_code, answered.status_code) == (400, 200)
    assert refused.json()["error"]["type"] == "context_length_exceeded"


def test_stream_of_one_model_goes_on_while_another_loads(platform: Platform) -> None:
    platform.add("one", context_length=1024)
    with streaming(platform, "one") as pieces:
        assert platform.add("two", context_length=1024).status_code == 200
        assert "".join(pieces).endswith("data: [DONE]\n\n")


def test_model_makes_room_and_comes_back(platform: Platform) -> None:
    for name in ("one", "two"):
        platform.add(name, context_length=1024)
    platform.invoke("one")
    assert platform.add("three", context_length=1024).status_code == 200
    assert platform.names() == ["one", "three"]
    assert platform.invoke("two").json()["model"] == "two"
    assert platform.names() == ["three", "two"]


def test_model_beside_busy_ones_is_a_507(platform: Platform) -> None:
    for name in ("one", "two"):
        platform.add(name, context_length=1024)
    with streaming(platform, "one"), streaming(platform, "two"):
        refused = platform.add("three", context_length=1024)
    assert refused.status_code == 507
    assert "of which models that answer or load hold 4" in refused.json()["error"]["message"]


def test_model_over_the_whole_memory_is_a_507_with_both_sizes(platform: Platform) -> None:
    refused = platform.add("huge", context_length=8192, parallel_requests=4)
    assert refused.json()["error"]["message"] == (
        "the model needs 947 MiB, and all models together may take 600 MiB "
        "(LOCKGATE_MODEL_MEMORY_MIB)"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads the sizes from /proc")
def test_unloading_gives_the_memory_back(platform: Platform) -> None:
    before = platform.memory_mib()
    platform.add("one", context_length=1024, parallel_requests=4)
    loaded = platform.memory_mib()
    platform.invoke("one")
    assert platform.client.delete("/models/hash-one").status_code == 200
    assert loaded - before > 90  # the cache of 4096 tokens alone
    assert platform.memory_mib() - before < 10
    assert platform.engines() == []


def test_unloading_waits_for_the_running_answer(platform: Platform) -> None:
    platform.add("one", context_length=1024)
    url = f"{platform.server.url}/models/hash-one"
    with streaming(platform, "one") as pieces, ThreadPoolExecutor() as pool:
        unloading = pool.submit(httpx.delete, url, timeout=PATIENCE_S)
        until(lambda: platform.names() == [])
        assert "".join(pieces).endswith("data: [DONE]\n\n")
        assert unloading.result().status_code == 200
    assert platform.invoke("one").status_code == 404


def test_pages_are_as_long_as_asked_for(platform: Platform) -> None:
    for name in ("one", "two"):
        platform.add(name, context_length=1024)
    first = platform.client.get("/models", params={"limit": 1}).json()
    token = {"next_page_token": first["nextPageToken"]}
    second = platform.client.get("/models", params=token).json()
    assert [page["models"][0]["modelName"] for page in (first, second)] == ["hash-one", "hash-two"]
    assert "nextPageToken" not in second


def test_telemetry_says_the_name_of_the_model(platform: Platform) -> None:
    platform.add("one", context_length=1024)
    platform.invoke("one", inference_id="told")
    fields = platform.server.telemetry("told")
    assert (fields["model"], fields["completion_tokens"], fields["status"]) == ("one", 16, 200)


def test_published_archive_is_loaded_with_its_name_digest_and_settings(
    platform: Platform, model_file: Path, tmp_path: Path
) -> None:
    reference = ReleaseReference("smollm2-135m-instruct", 1)
    release = load_project(ROOT).release(reference)
    small = release.model_copy(update={"settings": Settings(context_length=256)})
    with tarfile.open(write_archive(small, reference, model_file, tmp_path)) as archive:
        archive.extractall(folder := tmp_path / "models" / "hash-one", filter="data")
    assert platform.load("one", folder).status_code == 200
    long = CHAT | {"messages": [{"role": "user", "content": "word " * 300}]}
    assert platform.invoke("one").json()["model"] == "smollm2-135m-instruct"
    assert platform.invoke("one", long).status_code == 400


def test_file_with_another_digest_is_refused(platform: Platform) -> None:
    refused = platform.load("one", platform.unpack("one", sha256="0" * 64))
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "invalid_model")
    assert f"lockgate.json says {'0' * 64}" in refused.json()["error"]["message"]


@pytest.mark.parametrize(("files", "message"), [(0, "no .gguf file in "), (2, "2 .gguf files in ")])
def test_archive_without_exactly_one_model_is_refused(
    platform: Platform, files: int, message: str
) -> None:
    refused = platform.load("one", platform.unpack("one", files=files))
    assert refused.status_code == 400
    assert refused.json()["error"]["message"].startswith(message)


def test_model_that_is_cut_short_is_refused_and_the_others_stay(
    platform: Platform, model_file: Path
) -> None:
    platform.add("one", context_length=1024)
    folder = platform.unpack("short", files=0)
    with model_file.open("rb") as stream:
        (folder / "short.gguf").write_bytes(stream.read(5_000_000))
    refused = platform.load("short", folder)
    assert refused.status_code == 400
    assert refused.json()["error"]["message"].endswith("model is corrupted or incomplete")
    assert platform.invoke("one").status_code == 200


@pytest.mark.skipif(sys.platform != "linux", reason="finds the engine in /proc")
def test_engine_that_is_killed_ends_its_answers_only_and_comes_back(platform: Platform) -> None:
    for name in ("one", "two"):
        platform.add(name, context_length=1024)
    first = min(platform.engines())
    with streaming(platform, "one") as broken, streaming(platform, "two") as whole:
        os.kill(first, signal.SIGKILL)
        assert '"type":"unavailable"' in "".join(broken)
        assert "".join(whole).endswith("data: [DONE]\n\n")
    assert platform.invoke("one").status_code == 200


def test_client_that_hangs_up_frees_the_model(platform: Platform) -> None:
    platform.add("one", context_length=1024)
    with streaming(platform, "one"):
        pass
    assert platform.invoke("one").status_code == 200
    assert platform.client.delete("/models/hash-one").status_code == 200


@pytest.mark.skipif(sys.platform != "linux", reason="finds the engines in /proc")
def test_sigterm_finishes_the_answers_and_ends_the_engines(ending: Platform) -> None:
    for name in ("one", "two"):
        ending.add(name, context_length=1024)
    engines = ending.engines()
    with streaming(ending, "one") as pieces:
        ending.server.process.send_signal(signal.SIGTERM)
        until(lambda: httpx.get(f"{ending.server.url}/ping").status_code == 503)
        refused = ending.invoke("two")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert "".join(pieces).endswith("data: [DONE]\n\n")
    assert ending.server.wait() == 0
    until(lambda: not any(is_alive(pid) for pid in engines))


@pytest.mark.skipif(sys.platform != "linux", reason="finds the engine in /proc")
def test_engines_end_with_a_server_that_is_killed(ending: Platform) -> None:
    ending.add("one", context_length=1024)
    engines = ending.engines()
    ending.server.process.kill()
    ending.server.wait()
    until(lambda: not any(is_alive(pid) for pid in engines))
