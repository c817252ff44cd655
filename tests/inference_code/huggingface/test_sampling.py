from typing import Any

import pytest

from inference_code.errors import RequestError
from inference_code.huggingface.sampling import cut, generation_fields, penalties, stop_words


@pytest.mark.parametrize("samples", [True, False])
def test_the_model_decides_whether_to_sample(samples: bool) -> None:
    assert generation_fields({"prompt": "a"}, samples=samples) == {"do_sample": samples}


def test_temperature_0_takes_the_likeliest() -> None:
    body = {"temperature": 0, "top_p": 0.5, "seed": 1}
    assert generation_fields(body, samples=True) == {"do_sample": False}


@pytest.mark.parametrize("given", [{"temperature": 0.5}, {"top_p": 0.9}, {"top_k": 5}])
def test_who_asks_for_anything_of_sampling_samples(given: dict[str, Any]) -> None:
    assert generation_fields(given, samples=False) == {"do_sample": True} | given


def test_a_seed_asks_for_sampling() -> None:
    assert generation_fields({"seed": 1}, samples=False) == {"do_sample": True}


def test_other_fields_have_other_names() -> None:
    body = {"repeat_penalty": 2, "logit_bias": {"7": -100}, "ignore_eos": True}
    fields = {"repetition_penalty": 2.0, "sequence_bias": [[[7], -100.0]], "eos_token_id": None}
    assert generation_fields(body, samples=False) == {"do_sample": False} | fields


@pytest.mark.parametrize(
    "field",
    [{"logprobs": True}, {"repeat_last_n": 3}, {"response_format": {"type": "json_object"}}],
)
def test_what_transformers_cannot_do(field: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match="Transformers cannot do this") as caught:
        generation_fields(field, samples=False)
    assert caught.value.param in field


@pytest.mark.parametrize("field", [{"logprobs": False}, {"response_format": {"type": "text"}}])
def test_what_asks_for_nothing(field: dict[str, Any]) -> None:
    assert generation_fields(field, samples=False) == {"do_sample": False}


def test_penalties_are_off_unless_asked_for() -> None:
    assert penalties({}) == (0.0, 0.0)
    assert penalties({"frequency_penalty": 1, "presence_penalty": 0.5}) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("stops", "text", "stopped"),
    [
        (None, "one, two. three", False),
        (".", "one, two", True),
        (["three", ","], "one", True),
        (["four"], "one, two. three", False),
    ],
)
def test_a_text_ends_before_the_first_stop_word(
    stops: str | list[str] | None, text: str, stopped: bool
) -> None:
    assert cut("one, two. three", stop_words(stops)) == (text, stopped)


def test_stop_words_of_the_model_join_those_of_the_request() -> None:
    assert stop_words(["a", "b"], "c") == ["a", "b", "c"]
