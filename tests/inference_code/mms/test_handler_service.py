"""What a worker does around the user's functions."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

import orjson
import pytest

from inference_code.errors import OverloadedError, RequestError
from inference_code.handler import LoadError
from inference_code.mms.handler_service import HandlerService, describe, is_reported
from inference_code.mms.lifeline import RUN_DIR, Lifeline
from inference_code.mms.roll import Roll
from inference_code.mms.surroundings import LONGEST_ANSWER, TIMEOUT

DATA = [{"body": b"1"}]


class Context:
    """As much of Multi Model Server's context as is used."""

    def __init__(self, model_dir: Path) -> None:
        self.model_name = "one"
        self.system_properties = {"model_dir": str(model_dir)}
        self.headers: dict[str, str] = {}
        self.status = 200

    def set_response_header(self, _: int, name: str, value: str) -> None:
        self.headers[name] = value

    def set_response_content_type(self, index: int, value: str) -> None:
        self.set_response_header(index, "content-type", value)

    def get_response_content_type(self, _: int) -> str | None:
        return self.headers.get("content-type")

    def set_response_status(self, *, code: int, phrase: str) -> None:
        self.status = code


class Unwatched(Lifeline):
    """Its thread would end the test's process with the server."""

    all: ClassVar[list[Lifeline]] = []

    def watch(self, *, whole_group: bool) -> None:
        self.all.append(self)


class Scripted:
    """A toolkit that does what a test says."""

    def __init__(self, said: Any = "answer", failure: BaseException | None = None) -> None:
        self._said = said
        self._failure = failure

    def load(self, model_dir: str, context: Any) -> None:
        if self._failure is not None:
            raise self._failure

    def answer(self, data: list[dict[str, Any]], context: Any) -> list[Any]:
        if isinstance(self._said, tuple):
            context.set_response_content_type(0, self._said[1])
        if isinstance(self._said, Exception):
            raise self._said
        return [self._said]


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(tmp_path)


@pytest.fixture
async def roll(short_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Roll]:
    roll = Roll()
    await roll.open(short_path / "roll.sock")
    for name, value in {RUN_DIR: short_path, TIMEOUT: 60, LONGEST_ANSWER: 100}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setattr("inference_code.mms.handler_service.Lifeline", Unwatched)
    yield roll
    await roll.close()
    for lifeline in Unwatched.all:
        lifeline.close()


async def loaded(toolkit: Scripted, context: Context) -> HandlerService:
    service = HandlerService(lambda: toolkit)
    await asyncio.to_thread(service, None, context)
    return service


async def refused(said: Any, context: Context) -> dict[str, Any]:
    """The error that a worker answers with."""
    service = await loaded(Scripted(said), context)
    [body] = service(DATA, context) or []
    error: dict[str, Any] = orjson.loads(body)["error"]
    return error


async def test_loaded_worker_reports_its_memory(roll: Roll, context: Context) -> None:
    await loaded(Scripted(), context)
    assert await roll.settled("one", 1) is None
    assert roll.memory("one") > 1 << 20


async def test_code_of_the_model_can_be_imported(
    roll: Roll, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.path", path := ["/elsewhere"])
    await loaded(Scripted(), context)
    assert path == [f"{tmp_path}/code", "/elsewhere"]


async def test_failed_load_is_reported_with_its_traceback(
    roll: Roll, context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    error = OSError("weights.bin\nis not there")
    with pytest.raises(OSError, match="is not there"):
        await loaded(Scripted(failure=error), context)
    failure = await roll.settled("one", 1)
    assert failure is not None
    assert failure.reason.endswith("cannot be loaded: OSError: weights.bin is not there")
    assert "Traceback (most recent call last)" in caplog.text
    assert is_reported(error)


async def test_reason_with_thousands_of_escaped_letters_is_read(
    roll: Roll, context: Context
) -> None:
    with pytest.raises(OSError, match="没有"):
        await loaded(Scripted(failure=OSError("没有权重 \udcff" * 9000)), context)
    failure = await roll.settled("one", 1)
    assert failure is not None
    assert "OSError: 没有权重 \\udcff没有权重" in failure.reason


async def test_load_that_needs_too_much_memory_says_so(roll: Roll, context: Context) -> None:
    with pytest.raises(MemoryError):
        await loaded(Scripted(failure=MemoryError()), context)
    failure = await roll.settled("one", 1)
    assert failure is not None
    assert failure.no_memory


def test_reason_that_is_a_whole_explanation_stands_alone() -> None:
    assert describe(LoadError("there is no inference.py"), Path("/m")) == "there is no inference.py"


async def test_answer_is_marked_as_the_handlers(roll: Roll, context: Context) -> None:
    service = await loaded(Scripted("yes"), context)
    assert service(DATA, context) == [b"yes"]
    assert (context.headers, context.status) == ({"x-lockgate-handled": "1"}, 200)


async def test_refusal_has_its_status_and_our_form(roll: Roll, context: Context) -> None:
    error = await refused(OverloadedError("later"), context)
    assert (context.status, error["type"], error["message"]) == (429, "overloaded", "later")
    assert (context.headers["retry-after"], context.headers["content-type"]) == (
        "1",
        "application/json",
    )


async def test_failure_is_in_the_log_only(
    roll: Roll, context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    error = await refused(KeyError("secret"), context)
    assert (context.status, error["message"]) == (500, "the handler failed; its log has the reason")
    assert "KeyError: 'secret'" in caplog.text


@pytest.mark.parametrize("said", ["\ud800", {1, 2}])
async def test_answer_that_cannot_be_encoded_is_a_failure_of_the_handler(
    roll: Roll, context: Context, said: Any
) -> None:
    error = await refused(said, context)
    assert (context.status, error["message"]) == (500, "the handler failed; its log has the reason")


async def test_refusal_may_quote_half_a_character(roll: Roll, context: Context) -> None:
    error = await refused(RequestError("what is \ud800?"), context)
    assert error["message"] == "what is \\ud800?"


async def test_lack_of_memory_is_a_507(roll: Roll, context: Context) -> None:
    assert (await refused(MemoryError(), context))["type"] == "insufficient_memory"
    assert context.status == 507


async def test_media_type_with_letters_beyond_ascii_is_a_failure(
    roll: Roll, context: Context
) -> None:
    error = await refused(("a", "text/é"), context)
    assert error["message"] == (
        r"the handler answers with the Content-Type 'text/\xe9'; write ASCII"
    )


async def test_answer_over_the_limit_is_an_error(roll: Roll, context: Context) -> None:
    error = await refused("é" * 50 + "x", context)
    assert error["message"] == (
        "the answer has 101 bytes; the limit is 100 (LOCKGATE_MAX_BODY_BYTES)"
    )
