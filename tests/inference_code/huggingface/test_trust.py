"""What clients may not ask of a pipeline."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inference_code.errors import RequestError
from inference_code.huggingface.trust import check_request

TEXT = SimpleNamespace(tokenizer=object(), image_processor=None)
IMAGES = SimpleNamespace(tokenizer=None, image_processor=object())


@pytest.mark.parametrize(
    ("parameters", "path"),
    [
        ({"custom_generate": "org/name"}, "parameters.custom_generate"),
        ({"trust_remote_code": True}, "parameters.trust_remote_code"),
        ({"num_workers": 64}, "parameters.num_workers"),
        ({"generate_kwargs": {"custom_generate": "a/b"}}, "parameters.generate_kwargs.custom_"),
        ({"steps": [{"trust_remote_code": True}]}, "parameters.steps[0].trust_remote_code"),
    ],
)
def test_parameters_of_the_operator_are_refused(parameters: dict[str, Any], path: str) -> None:
    with pytest.raises(RequestError) as refused:
        check_request({"inputs": "hello", "parameters": parameters}, TEXT)
    assert refused.value.message.startswith(path)
    assert refused.value.message.endswith(" is not for clients to set")


@pytest.mark.parametrize(
    "inputs",
    [
        "http://169.254.170.2/credentials",
        " HTTPS://example.com/cat.png",
        "rtsp://camera",
        str(Path(__file__)),
        "/etc",
        {"image": str(Path(__file__)), "question": "what is it?"},
        [{"content": [{"type": "image", "url": "file:///etc/hostname"}]}],
    ],
)
def test_files_and_urls_are_not_read_for_clients(inputs: Any) -> None:
    with pytest.raises(RequestError, match=r"^inputs.* names a URL or a file, which is not"):
        check_request({"inputs": inputs}, IMAGES)


@pytest.mark.parametrize(
    ("inputs", "pipeline"),
    [
        ("http://example.com is down", TEXT),
        ("/etc", TEXT),
        ({"table": {"num_workers": ["1"]}, "query": "how many?"}, TEXT),
        ("iVBORw0KGgoAAAANSUhEUg" * 1000, IMAGES),
        ("data:image/png;base64,iVBORw0KGgo=", IMAGES),
        ({"image": "iVBORw0KGgo=", "question": "note: what is it?\0"}, IMAGES),
    ],
)
def test_data_itself_is_taken(inputs: Any, pipeline: Any) -> None:
    check_request({"inputs": inputs, "parameters": {"top_k": 3}}, pipeline)


def test_deep_documents_are_looked_through() -> None:
    deep: Any = "/etc"
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(RequestError, match="names a URL or a file"):
        check_request({"inputs": deep}, IMAGES)
