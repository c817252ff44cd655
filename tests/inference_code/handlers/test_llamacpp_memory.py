import struct
from pathlib import Path

from inference_code.handlers.gguf import Value, read_header
from inference_code.handlers.llamacpp_memory import FIXED, cached_bytes_per_token, memory_needed
from tests.inference_code.handlers.gguf_file import array, gguf, number, text

SMOLLM2: dict[str, Value] = {
    "general.architecture": "llama",
    "llama.block_count": 30,
    "llama.embedding_length": 576,
    "llama.attention.head_count": 9,
    "llama.attention.head_count_kv": 3,
}


def test_cache_counts_layers_heads_keys_and_values() -> None:
    assert cached_bytes_per_token(SMOLLM2) == 30 * 3 * (64 + 64) * 2


def test_cache_takes_the_sizes_of_keys_and_values_that_the_header_names() -> None:
    sizes: dict[str, Value] = {
        "llama.attention.key_length": 192,
        "llama.attention.value_length": 128,
    }
    assert cached_bytes_per_token(SMOLLM2 | sizes) == 30 * 3 * (192 + 128) * 2


def test_cache_without_groups_has_all_heads() -> None:
    header = {key: value for key, value in SMOLLM2.items() if not key.endswith("_kv")}
    assert cached_bytes_per_token(header) == 30 * 9 * (64 + 64) * 2


def test_cache_counts_each_layer_by_its_own_heads(tmp_path: Path) -> None:
    entries = {
        "general.architecture": text("mixed"),
        "mixed.embedding_length": number(512),
        "mixed.attention.head_count": array(4, struct.pack("<2I", 8, 8), 2),
        "mixed.attention.head_count_kv": array(4, struct.pack("<2I", 0, 4), 2),
    }
    assert cached_bytes_per_token(read_header(gguf(tmp_path, entries))) == 4 * (64 + 64) * 2


def test_model_without_attention_has_no_cache() -> None:
    assert cached_bytes_per_token({"general.architecture": "mamba", "mamba.block_count": 24}) == 0


def test_cache_is_needed_for_every_slot(tmp_path: Path) -> None:
    entries = {
        "general.architecture": text("llama"),
        "llama.block_count": number(1),
        "llama.embedding_length": number(64),
        "llama.attention.head_count": number(1),
    }
    file = gguf(tmp_path, entries)
    weights = file.stat().st_size
    needed = memory_needed(file, context_length=1000, parallel_requests=4)
    assert needed == weights + 4000 * 256 + FIXED + int(weights * 0.05)
