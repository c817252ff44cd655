import pytest

from inference_code.errors import ContextLengthError, EngineError
from inference_code.handler import LoadError
from inference_code.huggingface.failure import loading, reason_of, running


def test_a_load_that_fails_says_why_on_one_line() -> None:
    message = r"^/m as fill-mask cannot be loaded: SystemError: header too large$"
    with pytest.raises(LoadError, match=message), loading("/m as fill-mask"):
        raise SystemError("header\n  too large\n\nmany lines of advice")


def test_a_reason_that_is_given_stays() -> None:
    with pytest.raises(LoadError, match=r"^no config\.json$"), loading("/m"):
        raise LoadError("no config.json")


def test_an_engine_that_fails() -> None:
    message = r"^the model failed: RuntimeError: out of memory$"
    with pytest.raises(EngineError, match=message), running():
        raise RuntimeError("out of memory")


def test_a_refusal_stays() -> None:
    with pytest.raises(ContextLengthError, match=r"^too long$"), running():
        raise ContextLengthError("too long")


def test_an_error_without_words_has_a_name() -> None:
    assert reason_of(IndexError()) == "IndexError"
    assert reason_of(ValueError("no such value")) == "no such value"


def test_a_long_reason_is_cut() -> None:
    assert reason_of(ValueError("a" * 301)) == "a" * 300 + "..."
