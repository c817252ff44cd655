"""What is made of the engine's log; the contract suite damages real models."""

import os

import pytest

from inference_code.handlers.llamacpp import engine_parameters
from inference_code.handlers.llamacpp_failure import reason_of_failure
from tests.inference_code.scripted import settings

LOG = b"""0.01 E llama_model_load: error loading model: tensor 'a' is not within the file
0.01 E srv  llama_server: exiting due to model loading error
"""


def reason(monkeypatch: pytest.MonkeyPatch, log: bytes, *, fails: bool = True) -> str:
    """What is told of an engine that writes this log."""

    def load(_: object) -> None:
        os.write(2, log)
        if fails:
            raise RuntimeError("failed to load")

    monkeypatch.setattr("xllamacpp.Server", load)
    monkeypatch.setattr("inference_code.handlers.llamacpp_failure._PATIENCE_S", 0)
    return reason_of_failure(engine_parameters(settings(), settings().model_dir, "engine.sock"))


def test_reason_is_the_one_of_the_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(monkeypatch, LOG) == "tensor 'a' is not within the file"


def test_log_without_a_reason_is_told_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(monkeypatch, b"out of files\n") == "out of files"


def test_silent_failure_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(monkeypatch, b"") == "it gives no reason"


def test_second_attempt_that_succeeds_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = reason(monkeypatch, b"", fails=False)
    assert told == "the first attempt failed and the second did not; start again"
