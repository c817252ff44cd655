from pathlib import Path
from typing import Any

import pytest

from inference_code.handler import LoadError
from inference_code.handlers.onnx.description import Classification, Embedding
from inference_code.handlers.onnx.origin import describe
from tests.inference_code.handlers.onnx.model_folder import (
    MODULES,
    classifier,
    embedder,
    write,
)

LABELS = {"id2label": {"1": "rain", "0": "sun", "10": "fog", "2": "snow"}}


def embedding(folder: Path) -> Embedding:
    found = describe(folder)
    assert isinstance(found, Embedding)
    return found


def classification(folder: Path) -> Classification:
    found = describe(folder)
    assert isinstance(found, Classification)
    return found


@pytest.mark.parametrize(
    ("config", "pooling"),
    [
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, "cls"),
        ({"pooling_mode_mean_tokens": True}, "mean"),
        ({"pooling_mode_max_tokens": True}, "max"),
        ({"pooling_mode_lasttoken": True, "include_prompt": True}, "last"),
        ({"pooling_mode": "mean"}, "mean"),
    ],
)
def test_pooling_is_read(tmp_path: Path, config: dict[str, Any], pooling: str) -> None:
    write(embedder(tmp_path), "1_Pooling/config.json", config)
    assert embedding(tmp_path).pooling == pooling


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"pooling_mode_mean_sqrt_len_tokens": True}, "the pooling mean_sqrt_len; supported is"),
        ({"pooling_mode_cls_token": True, "pooling_mode_max_tokens": True}, "cls and max"),
        ({}, "the pooling of none"),
        ({"pooling_mode": "mean", "include_prompt": False}, "include_prompt is false"),
    ],
)
def test_other_pooling_is_refused(tmp_path: Path, config: dict[str, Any], message: str) -> None:
    write(embedder(tmp_path), "1_Pooling/config.json", config)
    with pytest.raises(LoadError, match=message):
        describe(tmp_path)


def test_pooling_is_never_assumed(tmp_path: Path) -> None:
    (embedder(tmp_path) / "modules.json").unlink()
    with pytest.raises(LoadError, match=r"modules\.json is missing"):
        describe(tmp_path)


def test_model_without_pooling_is_refused(tmp_path: Path) -> None:
    write(embedder(tmp_path), "modules.json", MODULES[:1])
    with pytest.raises(LoadError, match="names no Pooling"):
        describe(tmp_path)


def test_module_that_computes_more_is_refused(tmp_path: Path) -> None:
    dense = {"type": "sentence_transformers.models.Dense", "path": "2_Dense"}
    write(embedder(tmp_path), "modules.json", [*MODULES, dense])
    with pytest.raises(LoadError, match="the module 2_Dense is not supported"):
        describe(tmp_path)


def test_longest_text_is_that_of_sentence_transformers(tmp_path: Path) -> None:
    write(embedder(tmp_path), "sentence_bert_config.json", {"max_seq_length": 256})
    assert embedding(tmp_path).max_tokens == 256


def test_no_text_is_longer_than_the_positions(tmp_path: Path) -> None:
    write(embedder(tmp_path), "sentence_bert_config.json", {"max_seq_length": 1024})
    assert embedding(tmp_path).max_tokens == 512


def test_positions_of_roberta_begin_with_two_unused(tmp_path: Path) -> None:
    folder = embedder(tmp_path, model_type="roberta", max_position_embeddings=514, pad_token_id=1)
    assert (embedding(folder).max_tokens, embedding(folder).pad_id) == (512, 1)


def test_default_prompt_is_read(tmp_path: Path) -> None:
    prompts = {"prompts": {"query": "query: "}, "default_prompt_name": "query"}
    write(embedder(tmp_path), "config_sentence_transformers.json", prompts)
    assert embedding(tmp_path).prompt == "query: "


def test_labels_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    found = classification(classifier(tmp_path, **LABELS))
    assert found.labels == ["sun", "rain", "snow", "fog"]


def test_labels_without_names_get_those_of_transformers(tmp_path: Path) -> None:
    assert classification(classifier(tmp_path)).labels == ["LABEL_0", "LABEL_1"]


@pytest.mark.parametrize(
    ("config", "scores"),
    [
        (LABELS, "softmax"),
        (LABELS | {"problem_type": "single_label_classification"}, "softmax"),
        (LABELS | {"problem_type": "multi_label_classification"}, "sigmoid"),
        ({"id2label": {"0": "spam"}}, "sigmoid"),
    ],
)
def test_scores_follow_the_problem(tmp_path: Path, config: dict[str, Any], scores: str) -> None:
    assert classification(classifier(tmp_path, **config)).scores == scores


def test_regression_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="problem_type is regression"):
        describe(classifier(tmp_path, problem_type="regression"))


def test_task_may_be_another_than_the_architecture_says(tmp_path: Path) -> None:
    write(embedder(tmp_path), "config.json", {"max_position_embeddings": 64})
    assert describe(tmp_path, "classification").task == "classification"
