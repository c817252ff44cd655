import asyncio
from pathlib import Path

import pytest

from inference_code.errors import ContextLengthError, InsufficientMemoryError, RequestError
from inference_code.worker.messages import (
    error_from_message,
    error_to_message,
    frame,
    receive,
    settings_from_message,
    settings_to_message,
)
from tests.inference_code.scripted import settings


def reader(content: bytes) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    reader.feed_data(content)
    reader.feed_eof()
    return reader


async def test_messages_arrive_one_by_one() -> None:
    both = reader(frame({"call": 1}) + frame({"text": "日本語"}))
    assert [await receive(both), await receive(both)] == [{"call": 1}, {"text": "日本語"}]


@pytest.mark.parametrize("left", [0, 2, 6])
async def test_connection_that_ends_gives_no_message(left: int) -> None:
    assert await receive(reader(frame({"call": 1})[:left])) is None


def test_settings_come_back_without_the_names_of_the_endpoint() -> None:
    given = settings(SAGEMAKER_BASE_DIR="/data", LOCKGATE_THREADS="3")
    again = settings_from_message(settings_to_message(given))
    assert again == given
    assert again.model_dir == Path("/data/model")


@pytest.mark.parametrize("kind", [RequestError, ContextLengthError, InsufficientMemoryError])
def test_error_comes_back_as_its_class(kind: type[RequestError]) -> None:
    error = error_from_message(error_to_message(kind("no", param="url")))
    assert (type(error), error.message, error.param) == (kind, "no", "url")
