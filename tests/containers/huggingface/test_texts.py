"""SmolLM2 from its GGUF file in the container, against Transformers itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.containers.huggingface.conftest import Start
from tests.containers.huggingface.endpoint import Endpoint
from tests.containers.huggingface.questions import CHAT, PROMPT, TOKENS

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def writer(
    start: Start, model_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("model")
    (folder / model_file.name).symlink_to(model_file)
    endpoint = start(folder, LOCKGATE_CONTEXT_LENGTH="128")
    yield endpoint
    endpoint.close()


def chat(text: str, **fields: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}]} | fields


def content(answer: Any) -> str:
    return str(answer["choices"][0]["message"]["content"])


def test_the_likeliest_texts_are_those_of_transformers(
    writer: Endpoint, direct: dict[str, Any]
) -> None:
    said = content(writer.answer(chat(CHAT, max_tokens=TOKENS, temperature=0)))
    [text] = writer.answer({"inputs": PROMPT, "parameters": {"max_new_tokens": TOKENS}})
    assert [said, text["generated_text"]] == direct["texts"]


def test_a_chat_has_openais_form(writer: Endpoint) -> None:
    answer = writer.answer(chat(CHAT, max_tokens=2))
    assert answer["object"] == "chat.completion"
    assert answer["model"] == "tiny"
    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["usage"] == {"prompt_tokens": 37, "completion_tokens": 2, "total_tokens": 39}


def test_a_text_that_has_ended_says_so(writer: Endpoint) -> None:
    [choice] = writer.answer(chat(CHAT, max_tokens=TOKENS))["choices"]
    assert choice["finish_reason"] == "stop"


def test_a_text_stops_before_a_stop_word(writer: Endpoint) -> None:
    answer = writer.answer(chat(CHAT, max_tokens=TOKENS, stop=["France"]))
    assert content(answer) == "The capital of "
    assert answer["choices"][0]["finish_reason"] == "stop"


def test_a_stop_word_that_begins_in_the_prompt_is_none(
    writer: Endpoint, direct: dict[str, Any]
) -> None:
    parameters = {"max_new_tokens": TOKENS, "stop": ["is Paris"]}
    [text] = writer.answer({"inputs": PROMPT, "parameters": parameters})
    assert text["generated_text"] == direct["texts"][1]
    assert text["generated_text"].startswith(" Paris")


def test_one_seed_gives_one_text(writer: Endpoint) -> None:
    body = chat("Name a river.", max_tokens=8, temperature=2, seed=7)
    assert content(writer.answer(body)) == content(writer.answer(body))


def test_a_penalty_keeps_words_from_coming_again(writer: Endpoint) -> None:
    def different_words(**parameters: float) -> int:
        given = {"max_new_tokens": 16, **parameters}
        [text] = writer.answer({"inputs": "one two one two one two", "parameters": given})
        return len(set(text["generated_text"].split()))

    assert different_words() < different_words(frequency_penalty=2.0)


def test_streaming_is_refused(writer: Endpoint) -> None:
    status, _, message = writer.refusal(chat(CHAT, stream=True))
    assert status == 400
    assert "this container does not stream" in message
    assert "llamacpp and vllm do" in message


def test_a_prompt_that_is_too_long_is_refused(writer: Endpoint) -> None:
    status, kind, message = writer.refusal(chat("word " * 128))
    assert (status, kind) == (400, "context_length_exceeded")
    assert "more than the 128 of the context" in message


def test_what_transformers_cannot_do_is_refused(writer: Endpoint) -> None:
    status, _, message = writer.refusal(chat(CHAT, logprobs=True))
    assert (status, message.partition(";")[0]) == (400, "logprobs: Transformers cannot do this")


def test_a_client_brings_no_chat_template(writer: Endpoint) -> None:
    variables = {"chat_template": "{% for i in range(10000000000) %}{% endfor %}"}
    status, _, message = writer.refusal(chat(CHAT, chat_template_kwargs=variables))
    assert status == 400
    assert message == "chat_template_kwargs.chat_template is no variable of a chat template"


def test_the_line_says_what_an_answer_cost(writer: Endpoint) -> None:
    line = writer.line(chat(CHAT, max_tokens=2))
    assert (line["operation"], line["prompt_tokens"], line["completion_tokens"]) == ("chat", 37, 2)
