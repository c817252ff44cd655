"""The end of an answer by a stop word."""

from collections.abc import Sequence
from typing import Any

import torch
from transformers import StoppingCriteria


def continuation(tokenizer: Any, before: Sequence[int], tokens: Sequence[int]) -> str:
    """The text of tokens. Some tokenizers drop a space before a text's first word, so they are
    decoded together with what stands before, as the pipeline of Transformers does."""
    start = tokenizer.decode(before, skip_special_tokens=True)
    whole = tokenizer.decode([*before, *tokens], skip_special_tokens=True)
    return str(whole[len(start) :])


class StopWords(StoppingCriteria):  # type: ignore[misc]  # it has no types
    """Ends an answer once a stop word is in it.

    Transformers' own criterion, of `stop_strings`, also finds words that begin in the prompt, and
    goes through the whole vocabulary for each new list of words.
    """

    def __init__(self, tokenizer: Any, prompt_tokens: int, words: Sequence[str]) -> None:
        self._tokenizer = tokenizer
        self._prompt_tokens = prompt_tokens
        self._words = words
        self._most = 1 + max((len(word.encode()) for word in self._words), default=0)
        """Tokens that a word may lie in, of one byte at least."""

    def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:  # noqa: ARG002 - its form
        """Take ids of shape (rows, tokens), a row for each beam; return which of them are to stop,
        of shape (rows)."""
        found = [self._is_in(tokens) for tokens in input_ids.tolist()]
        return torch.tensor(found, device=input_ids.device)

    def _is_in(self, tokens: Sequence[int]) -> bool:
        start = max(self._prompt_tokens, len(tokens) - self._most)
        before = tokens[max(0, start - 1) : start]
        text = continuation(self._tokenizer, before, tokens[start:])
        return any(word in text for word in self._words)
