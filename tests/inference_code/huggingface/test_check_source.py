from pathlib import Path

import pytest

from inference_code.handler import LoadError
from inference_code.huggingface.source import check_source


def test_an_empty_folder_is_told_before_anything_is_imported(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"is empty, and HF_MODEL_ID is not set: put a folder"):
        check_source({}, tmp_path)


def test_a_model_of_the_hub_needs_no_files(tmp_path: Path) -> None:
    check_source({"HF_MODEL_ID": "a/b"}, tmp_path)


def test_a_model_in_the_folder_needs_no_name(tmp_path: Path) -> None:
    (tmp_path / "config.json").touch()
    check_source({}, tmp_path)
