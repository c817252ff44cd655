from pathlib import Path
from typing import Any

import pytest

from lockgate.addresses import Address
from lockgate.errors import CommandError
from lockgate.invocation.asking import Words, make_request
from lockgate.invocation.choice import Choice
from lockgate.invocation.request import ChatRequest, Request
from lockgate.invocation.subject import find_subject
from lockgate.invocation.texts_request import TextsRequest

TEI = "container: {managed: huggingface-tei-cpu}"


def asked(root: Path, task: str, container: str = "container: llamacpp", **said: Any) -> Request:
    """The request to a model of a task."""
    card = root / "models" / "tiny.yaml"
    text = card.read_text().replace("task: chat", f"task: {task}")
    card.write_text(text.replace("container: llamacpp", container))
    return make_request(find_subject(Address("kinds", "chat")), Choice(), Words(**said))


def test_chat_model_gets_the_prompt(kinds: Path) -> None:
    request = asked(kinds, "chat", prompt="Hello", seed=5)
    assert request == ChatRequest("Hello", seed=5)


@pytest.mark.parametrize("task", ["embedding", "classification"])
def test_model_of_texts_gets_the_prompt_and_the_further_texts(kinds: Path, task: str) -> None:
    request = asked(kinds, task, prompt="a", inputs=("b", "c"))
    assert isinstance(request, TextsRequest)
    assert (request.texts, request.operation) == (("a", "b", "c"), task)


def test_texts_may_all_be_inputs(kinds: Path) -> None:
    request = asked(kinds, "embedding", inputs=("b", "c"))
    assert isinstance(request, TextsRequest)
    assert request.texts == ("b", "c")


@pytest.mark.parametrize(("container", "openai"), [("container: llamacpp", True), (TEI, False)])
def test_form_of_embeddings_is_one_that_the_image_knows(
    kinds: Path, container: str, openai: bool
) -> None:
    request = asked(kinds, "embedding", container, prompt="a")
    assert isinstance(request, TextsRequest)
    assert request.openai is openai


def test_options_of_chats_are_refused_for_texts(kinds: Path) -> None:
    with pytest.raises(CommandError) as caught:
        asked(kinds, "embedding", prompt="a", max_tokens=5, stream=True)
    assert str(caught.value) == (
        "kinds/chat runs tiny, whose task is embedding; leave --max-tokens and --stream out"
    )


def test_inputs_are_refused_for_chats(kinds: Path) -> None:
    with pytest.raises(CommandError, match="--input is for texts to embed or to label; give the"):
        asked(kinds, "chat", inputs=("a",))


def test_body_is_the_whole_request(kinds: Path) -> None:
    with pytest.raises(CommandError, match="--body is the whole request; leave the prompt out"):
        asked(kinds, "embedding", body="[1]", prompt="a")


def test_any_model_may_get_a_body(kinds: Path) -> None:
    assert asked(kinds, "completion", body='{"inputs": "a"}').body(stream=False)


def test_model_that_completes_text_is_asked_by_its_body(kinds: Path) -> None:
    with pytest.raises(CommandError, match="whose task is completion; write the request: --body"):
        asked(kinds, "completion", prompt="a")
