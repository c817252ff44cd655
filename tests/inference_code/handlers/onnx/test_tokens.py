from pathlib import Path

import pytest

from inference_code.errors import ContextLengthError, RequestError
from inference_code.handler import LoadError
from inference_code.handlers.onnx.tokens import Tokenizer, Tokens
from tests.inference_code.handlers.onnx.model_folder import tokenizer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tokenizer(tmp_path / "tokenizer.json")


def encoded(tokenizer: Tokenizer, *texts: str, truncate: bool = False) -> list[list[int]]:
    return [tokens.ids for tokens in tokenizer.encode(texts, truncate=truncate)]


def test_limits_of_the_file_do_not_count(file: Path) -> None:
    assert encoded(Tokenizer(file, limit=8), "a gates a") == [[2, 4, 5, 6, 4, 3]]


def test_texts_are_not_padded(file: Path) -> None:
    assert encoded(Tokenizer(file, limit=8), "a", "a a") == [[2, 4, 3], [2, 4, 4, 3]]


def test_text_of_exactly_the_limit_passes(file: Path) -> None:
    assert encoded(Tokenizer(file, limit=4), "a a") == [[2, 4, 4, 3]]


def test_text_over_the_limit_is_refused_with_both_numbers(file: Path) -> None:
    message = "position 1 has 5 tokens, and this endpoint takes 4"
    with pytest.raises(ContextLengthError, match=message):
        encoded(Tokenizer(file, limit=4), "a", "a a a")


def test_truncated_text_keeps_its_last_special_token(file: Path) -> None:
    found = encoded(Tokenizer(file, limit=4), "a a a", "a", truncate=True)
    assert found == [[2, 4, 4, 3], [2, 4, 3]]


def test_prompt_goes_before_each_text(file: Path) -> None:
    found = encoded(Tokenizer(file, limit=4, prompt="gate "), "a", "a a a", truncate=True)
    assert found == [[2, 5, 4, 3], [2, 5, 4, 3]]


def test_tokens_know_their_number() -> None:
    assert len(Tokens([1, 2], [0, 0])) == 2


def test_text_that_cannot_be_encoded_is_the_clients_fault(file: Path) -> None:
    with pytest.raises(RequestError, match="the tokenizer refuses the text") as raised:
        encoded(Tokenizer(file, limit=4), "\ud800")
    assert raised.value.status == 400


def test_file_that_is_no_tokenizer_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(LoadError, match=r"tokenizer\.json cannot be read: "):
        Tokenizer(tmp_path / "tokenizer.json", limit=4)
