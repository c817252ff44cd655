import struct
from pathlib import Path

import pytest

from inference_code.handlers.gguf import GgufError, read_header
from tests.inference_code.handlers.gguf_file import array, gguf, number, text


def test_numbers_texts_and_short_lists_are_read(tmp_path: Path) -> None:
    entries = {
        "general.architecture": text("llama"),
        "llama.block_count": number(30),
        "llama.attention.head_count_kv": array(4, struct.pack("<3I", 1, 2, 3), 3),
    }
    assert read_header(gguf(tmp_path, entries)) == {
        "general.architecture": "llama",
        "llama.block_count": 30,
        "llama.attention.head_count_kv": [1, 2, 3],
    }


def test_vocabulary_is_passed_over(tmp_path: Path) -> None:
    words = b"".join(struct.pack("<Q", 2) + b"ab" for _ in range(3))
    scores = struct.pack("<2000f", *range(2000))
    entries = {
        "tokenizer.ggml.tokens": array(8, words, 3),
        "tokenizer.ggml.scores": array(6, scores, 2000),
        "llama.block_count": number(30),
    }
    assert read_header(gguf(tmp_path, entries)) == {"llama.block_count": 30}


def test_other_file_is_refused_by_its_first_bytes(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(GgufError, match=r"it begins with b'PK.*', and a GGUF file with b'GGUF'"):
        read_header(file)


def test_unknown_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GgufError, match="it has version 1; versions 2 and 3 are read"):
        read_header(gguf(tmp_path, {}, version=1))


@pytest.mark.parametrize("left", [10, 30, 45])
def test_header_that_is_cut_short_is_refused(tmp_path: Path, left: int) -> None:
    file = gguf(tmp_path, {"general.architecture": text("llama")})
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(GgufError, match="its header is damaged"):
        read_header(file)
