import json
from pathlib import Path
from typing import Any

import pytest

from inference_code.handler import LoadError
from inference_code.huggingface.sentence import Sentence, read_sentence

POOLING = {"pooling_mode_mean_tokens": True}


def save(folder: Path, *kinds: str, pooling: dict[str, Any] = POOLING, **files: Any) -> Path:
    paths = {"Transformer": "", "Pooling": "1_Pooling"}
    modules = [{"type": f"st.models.{kind}", "path": paths.get(kind, kind)} for kind in kinds]
    contents = {"modules": modules, "1_Pooling/config": pooling} | files
    (folder / "1_Pooling").mkdir()
    for name, content in contents.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return folder


def test_the_mean_is_taken_without_files_of_sentence_transformers(tmp_path: Path) -> None:
    assert read_sentence(tmp_path) == Sentence(tmp_path, pooling=("mean",))


def test_limits_come_from_the_files(tmp_path: Path) -> None:
    limits = {"max_seq_length": 256, "do_lower_case": True}
    folder = save(tmp_path, "Transformer", "Pooling", "Normalize", sentence_bert_config=limits)
    assert read_sentence(folder) == Sentence(folder, max_tokens=256, lower_case=True)


def test_several_poolings_keep_their_order(tmp_path: Path) -> None:
    pooling = {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True}
    folder = save(tmp_path, "Transformer", "Pooling", pooling=pooling)
    assert read_sentence(folder).pooling == ("cls", "mean")


def test_a_prompt_that_goes_before_each_text(tmp_path: Path) -> None:
    config = {"prompts": {"document": "passage: "}, "default_prompt_name": "document"}
    folder = save(tmp_path, "Transformer", "Pooling", config_sentence_transformers=config)
    assert read_sentence(folder).prompt == "passage: "


def test_a_module_that_is_not_computed(tmp_path: Path) -> None:
    folder = save(tmp_path, "Transformer", "Pooling", "Dense")
    with pytest.raises(LoadError, match=r"modules\.json has the module Dense; .* inference\.py"):
        read_sentence(folder)


def test_a_module_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"modules\.json has no module Pooling"):
        read_sentence(save(tmp_path, "Transformer"))


def test_no_pooling_at_all(tmp_path: Path) -> None:
    folder = save(tmp_path, "Transformer", "Pooling", pooling={})
    with pytest.raises(LoadError, match=r"names no pooling that is known; it may set pooling_mode"):
        read_sentence(folder)


def test_a_prompt_that_is_left_out_of_the_pooling(tmp_path: Path) -> None:
    folder = save(tmp_path, "Transformer", "Pooling", pooling=POOLING | {"include_prompt": False})
    with pytest.raises(LoadError, match=r"leaves the prompt out of the pooling"):
        read_sentence(folder)
