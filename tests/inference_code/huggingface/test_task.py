import json
from pathlib import Path

import pytest

from inference_code.handler import LoadError
from inference_code.huggingface.task import TASKS, check_task, find_task


def config(folder: Path, architecture: str) -> Path:
    (folder / "config.json").write_text(json.dumps({"architectures": [architecture]}))
    return folder


def test_the_variable_decides(tmp_path: Path) -> None:
    assert find_task({"HF_TASK": "fill-mask"}, config(tmp_path, "LlamaForCausalLM")) == "fill-mask"


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("sentence-similarity", "feature-extraction"),
        ("sentiment-analysis", "text-classification"),
    ],
)
def test_a_task_may_go_by_another_name(name: str, task: str, tmp_path: Path) -> None:
    assert find_task({"HF_TASK": name}, tmp_path) == task


@pytest.mark.parametrize(
    ("architecture", "task"),
    [
        ("LlamaForCausalLM", "text-generation"),
        ("GPT2LMHeadModel", "text-generation"),
        ("BertForSequenceClassification", "text-classification"),
        ("T5WithLMHeadModel", "text2text-generation"),
        ("BertForQuestionAnswering", "question-answering"),
        ("TapasForQuestionAnswering", "table-question-answering"),
    ],
)
def test_the_architecture_tells_the_task(architecture: str, task: str, tmp_path: Path) -> None:
    assert find_task({}, config(tmp_path, architecture)) == task


def test_files_of_sentence_transformers_are_for_embeddings(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    assert find_task({}, config(tmp_path, "BertModel")) == "feature-extraction"


def test_a_gguf_file_is_for_text_generation(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").touch()
    assert find_task({}, tmp_path) == "text-generation"


def test_an_architecture_that_tells_no_task(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"architecture 'BertModel', which does not .* set HF_TASK"):
        find_task({}, config(tmp_path, "BertModel"))


def test_a_configuration_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(LoadError, match=r"no config\.json in .*, which holds model\.safetensors"):
        find_task({}, tmp_path)


def test_a_configuration_that_is_no_json(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(LoadError, match=r"config\.json cannot be read: Expecting property name"):
        find_task({}, tmp_path)


@pytest.mark.parametrize(
    "named", ["fill-mask", "sentence-similarity", "text-to-image", "translation_en_to_de", ""]
)
def test_tasks_that_are_let_through(named: str) -> None:
    check_task({"HF_TASK": named})
    check_task({})


def test_a_misspelt_task_is_told_with_the_one_that_may_be_meant() -> None:
    said = (
        r"^HF_TASK is 'fill_mask', which is no task \(did you mean fill-mask\?\); the tasks are aud"
    )
    with pytest.raises(LoadError, match=said):
        check_task({"HF_TASK": "fill_mask"})


@pytest.mark.parametrize("named", ["making-tea", "translation_to", "translation_en_to_de_fr"])
def test_an_unknown_task_is_told_with_all_that_there_are(named: str) -> None:
    with pytest.raises(LoadError, match=r"zero-shot-object-detection, and translation_XX_to_YY$"):
        check_task({"HF_TASK": named})


def test_tasks_that_others_have_registered_are_known() -> None:
    check_task({"HF_TASK": "making-tea"}, {*TASKS, "making-tea"})
