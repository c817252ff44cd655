"""Texts become tokens, as the model's own tokenizer.json says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import tokenizers  # type: ignore[import-untyped]

from inference_code.errors import ContextLengthError, RequestError
from inference_code.handler import LoadError


@dataclass(frozen=True, slots=True)
class Tokens:
    """One text."""

    ids: list[int]
    type_ids: list[int]

    def __len__(self) -> int:
        return len(self.ids)


class Tokenizer:
    """Encodes texts, each by itself; padding comes later, when it is known what runs together.

    `limit` counts the special tokens that the tokenizer adds; `prompt` goes before each text.
    """

    def __init__(self, file: Path, *, limit: int, prompt: str = "") -> None:
        self._limit = limit
        self._prompt = prompt
        self._tokenizer = _read(file)
        self._special = self._tokenizer.num_special_tokens_to_add(is_pair=False)

    def encode(self, texts: Sequence[str], *, truncate: bool) -> list[Tokens]:
        """Return the tokens of each text; with `truncate`, of as much of it as the model takes.

        Raises:
            ContextLengthError: a text has too many tokens.
            RequestError: a text has no tokens, or some that the tokenizer does not know.
        """
        try:
            encodings = self._tokenizer.encode_batch_fast([self._prompt + text for text in texts])
        except Exception as error:  # the library raises nothing more specific
            raise RequestError(f"the tokenizer refuses the text: {error}") from error
        return [
            self._checked(position, text, encoding, truncate)
            for position, (text, encoding) in enumerate(zip(texts, encodings, strict=True))
        ]

    def _checked(
        self, position: int, text: str, encoding: tokenizers.Encoding, truncate: bool
    ) -> Tokens:
        count = len(encoding)
        if count == 0:
            raise RequestError(f"the text at position {position} has no tokens")
        if count > self._limit:
            if not truncate:
                raise ContextLengthError(
                    f"the text at position {position} has {count} tokens, and this endpoint takes "
                    f"{self._limit}; send a shorter text, or truncate: true"
                )
            encoding = self._truncated(text)
        return Tokens(encoding.ids, encoding.type_ids)

    def _truncated(self, text: str) -> tokenizers.Encoding:
        """Cut before the special tokens are added, so that the last of them stays the last."""
        encoding = self._tokenizer.encode(self._prompt + text, add_special_tokens=False)
        encoding.truncate(self._limit - self._special)
        return self._tokenizer.post_process(encoding)


def _read(file: Path) -> tokenizers.Tokenizer:
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises nothing more specific
        raise LoadError(f"the tokenizer {file} cannot be read: {error}") from error
    # Files often carry the limits of the model's training.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
