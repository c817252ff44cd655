"""A task that is none of our operations: the toolkit's own way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.containers.huggingface.conftest import Start
from tests.containers.huggingface.endpoint import Endpoint
from tests.containers.huggingface.questions import MASKED
from tests.containers.pickled import NPY, array_creating

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def filler(start: Start, small: Path) -> Iterator[Endpoint]:
    endpoint = start(small / "masked", HF_TASK="fill-mask")
    yield endpoint
    endpoint.close()


def test_an_answer_is_that_of_the_pipeline(filler: Endpoint, direct: dict[str, Any]) -> None:
    answer = filler.answer({"inputs": MASKED, "parameters": {"top_k": 3}})
    for given, expected in zip(answer, direct["masked"], strict=True):
        assert given == expected | {"score": pytest.approx(expected["score"], abs=1e-6)}


def test_the_toolkit_reads_and_writes_csv(filler: Endpoint) -> None:
    answer = filler.ask(f"inputs\n{MASKED}\n".encode(), content_type="text/csv", accept="text/csv")
    assert answer.headers["content-type"] == "text/csv"
    assert answer.text.splitlines()[0] == "score,token,token_str,sequence"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{", "the body cannot be read as application/json: Expecting property name"),
        (b"[1]", "the body must be a JSON object"),
        (b'{"inputs": "no mask"}', "fill-mask does not take this: "),
        (b'{"inputs": "[MASK]", "parameters": 1}', "parameters: input should be an object"),
        (b'{"inputs": "[MASK]", "parameters": {"a": 1}}', "fill-mask does not take this: "),
        (
            b'{"inputs": "[MASK]", "parameters": {"custom_generate": "org/name"}}',
            "parameters.custom_generate is not for clients to set",
        ),
    ],
)
def test_what_a_pipeline_does_not_take_is_refused(
    filler: Endpoint, body: bytes, message: str
) -> None:
    status, _, said = filler.refusal(body)
    assert status == 400
    assert said.startswith(message)


def test_an_array_of_objects_runs_no_code(filler: Endpoint, tmp_path: Path) -> None:
    body = array_creating(tmp_path / "ran")
    status, _, message = filler.refusal(body, content_type=NPY)
    assert (status, (tmp_path / "ran").exists()) == (400, False)
    assert message.startswith(f"the body cannot be read as {NPY}: Object arrays cannot be loaded")


def test_a_content_type_that_the_toolkit_does_not_read(filler: Endpoint) -> None:
    status, _, message = filler.refusal(b"a", content_type="text/plain")
    assert status == 415
    assert message.startswith("the Content-Type is 'text/plain'; the toolkit reads application/x-")


def test_a_media_type_that_the_toolkit_does_not_write(filler: Endpoint) -> None:
    status, _, message = filler.refusal({"inputs": MASKED}, accept="audio/wav")
    assert status == 406
    assert message.startswith("the client accepts audio/wav only; the toolkit writes ")
