from pathlib import Path

import pytest

from inference_code.multi_model.budget import RESERVE_MIB, model_memory, total_memory
from inference_code.settings import MEBIBYTE, SettingsError
from tests.inference_code.scripted import settings


def test_limit_of_the_container_counts_if_it_is_less(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(f"{64 * MEBIBYTE}\n")
    assert total_memory([limit]) == 64 * MEBIBYTE


@pytest.mark.parametrize("text", ["max\n", f"{2**63}\n"])
def test_container_without_a_limit_has_the_memory_of_its_machine(tmp_path: Path, text: str) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(text)
    assert total_memory([limit]) == total_memory([]) == total_memory([tmp_path / "none"])


def test_models_get_what_the_system_does_not_need() -> None:
    assert model_memory(settings(), total=(RESERVE_MIB + 10) * MEBIBYTE) == 10 * MEBIBYTE


def test_operator_chooses_the_memory_of_the_models() -> None:
    given = settings(LOCKGATE_MODEL_MEMORY_MIB="300")
    assert model_memory(given, total=MEBIBYTE) == 300 * MEBIBYTE


def test_container_without_memory_for_models_is_refused() -> None:
    with pytest.raises(SettingsError) as raised:
        model_memory(settings(), total=1024 * MEBIBYTE)
    assert str(raised.value) == (
        "the container has 1024 MiB of memory, and 1536 are kept for the system; "
        "take a larger instance, or set LOCKGATE_MODEL_MEMORY_MIB"
    )
