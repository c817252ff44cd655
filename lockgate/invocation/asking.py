"""What to ask a model, by its task and what the command line says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lockgate.errors import CommandError
from lockgate.invocation.prompt import read_prompt
from lockgate.invocation.raw_request import raw_request
from lockgate.invocation.request import ChatRequest, Request
from lockgate.invocation.texts_request import TextsRequest

if TYPE_CHECKING:
    from infra.config.model_card import ModelCard
    from lockgate.invocation.choice import Choice
    from lockgate.invocation.subject import Subject

TEXT_EMBEDDINGS_INFERENCE = "huggingface-tei"
"""How the images begin that take texts to embed as `inputs` alone."""


@dataclass(frozen=True)
class Words:
    """What was said on the command line; None where nothing was."""

    prompt: str | None = None
    inputs: tuple[str, ...] = ()
    body: str | None = None
    system: str | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    seed: int | None = None
    stream: bool | None = None

    def of_chats(self) -> list[str]:
        """Return the options that were given and make sense for chat models only."""
        options = {
            "--system": self.system,
            "--max-tokens": self.max_tokens,
            "--temperature": self.temperature,
            "--seed": self.seed,
            "--stream": self.stream or None,
        }
        return [name for name, value in options.items() if value is not None]


def make_request(subject: Subject, choice: Choice, words: Words) -> Request:
    """Return the request for the model that is asked.

    Raises:
        CommandError: what was said does not suit its task.
    """
    if words.body is not None:
        _refuse(words, "--body is the whole request", texts=True)
        return raw_request(words.body)
    card = subject.card(choice)
    if card is None or card.task == "chat":
        return _chat(words, subject)
    runs = f"{subject.address} runs {card.name}, whose task is {card.task}"
    if card.task == "completion":
        raise CommandError(runs, fix='write the request: --body \'{"inputs": "Once upon"}\'')
    _refuse(words, runs)
    texts = words.inputs if words.prompt is None and words.inputs else _with_prompt(words)
    return TextsRequest(texts, card.task, openai=not _takes_inputs_only(subject, choice, card))


def _chat(words: Words, subject: Subject) -> Request:
    if words.inputs:
        raise CommandError(
            f"{subject.address} runs a chat model, and --input is for texts to embed or to label",
            fix="give the prompt as an argument",
        )
    prompt = read_prompt(words.prompt)
    return ChatRequest(prompt, words.system, words.max_tokens, words.temperature, words.seed)


def _refuse(words: Words, because: str, *, texts: bool = False) -> None:
    """Refuse options that would have no effect."""
    useless = words.of_chats()
    if texts:
        useless += ["the prompt"] if words.prompt is not None else []
        useless += ["--input"] if words.inputs else []
    if useless:
        raise CommandError(because, fix=f"leave {' and '.join(useless)} out")


def _with_prompt(words: Words) -> tuple[str, ...]:
    return (read_prompt(words.prompt), *words.inputs)


def _takes_inputs_only(subject: Subject, choice: Choice, card: ModelCard) -> bool:
    """Whether the image of AWS knows no form but that of Text Embeddings Inference."""
    from infra.config.model_card import ManagedImage

    answering = subject.answering(choice)
    release = card.releases.get(answering.release) if answering else None
    container = release.container if release else None
    return isinstance(container, ManagedImage) and container.managed.startswith(
        TEXT_EMBEDDINGS_INFERENCE
    )
