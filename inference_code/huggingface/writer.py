"""Text that goes on where a prompt or a conversation ends."""

import time
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import uuid4

import orjson
import torch
from transformers import LogitsProcessorList, StoppingCriteriaList

from inference_code.errors import ContextLengthError
from inference_code.handler import GenerationRequest, Operation, Usage
from inference_code.huggingface.batches import no_gradients
from inference_code.huggingface.model import Result
from inference_code.huggingface.penalties import Penalties
from inference_code.huggingface.prompt import prompt_tokens
from inference_code.huggingface.sampling import cut, generation_fields, penalties, stop_words
from inference_code.huggingface.stopping import StopWords, continuation


class Writer:
    """A model with the operations completion and, with a chat template, chat.

    See `inference_code.huggingface.model.Engine`.
    """

    def __init__(self, model: Any, tokenizer: Any, *, context: int, name: str) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._context = context
        self._name = name
        self.operations: frozenset[Operation] = frozenset({"completion"})
        if tokenizer.chat_template:
            self.operations |= {"chat"}

    def run(self, request: GenerationRequest) -> Result:
        """Write an answer. Raises RequestError."""
        prompt = prompt_tokens(self._tokenizer, request.body)
        written = self._write(prompt, request.body)
        whole = continuation(self._tokenizer, prompt, written)
        text, stopped = cut(whole, self._stop_words(request.body))
        ended = stopped or (bool(written) and written[-1] in self._ends(request.body))
        usage = Usage(prompt_tokens=len(prompt), completion_tokens=len(written))
        reason = "stop" if ended else "length"
        return Result([self._chunk(text, request.operation)], usage, reason)

    def _write(self, prompt: list[int], body: Mapping[str, Any]) -> list[int]:
        """The tokens that follow."""
        config = self._configuration(body, room=self._room(prompt))
        if "seed" in body:
            torch.manual_seed(body["seed"])
        else:
            torch.seed()  # what follows a request with a seed would else be known, too
        tokens = torch.tensor([prompt], device=self._model.device)
        with no_gradients():
            whole = self._model.generate(
                tokens,
                attention_mask=torch.ones_like(tokens),
                generation_config=config,
                use_model_defaults=False,
                logits_processor=_processors(body, len(prompt)),
                stopping_criteria=self._stopping(body, len(prompt)),
            )
        return list(whole[0, len(prompt) :].tolist())

    def _room(self, prompt: list[int]) -> int:
        if (room := self._context - len(prompt)) < 1:
            raise ContextLengthError(
                f"the prompt has {len(prompt)} tokens; with at least one for the answer that is "
                f"more than the {self._context} of the context"
            )
        return room

    def _configuration(self, body: Mapping[str, Any], *, room: int) -> Any:
        config = deepcopy(self._model.generation_config)
        fields = generation_fields(body, samples=bool(config.do_sample))
        fields["max_new_tokens"] = min(body.get("max_tokens", room), room)
        fields["max_length"] = None
        fields["stop_strings"] = None  # `_stopping` looks for them
        if config.pad_token_id is None:
            fields["pad_token_id"] = next(iter(self._ends({})), 0)
        config.update(**fields)
        return config

    def _ends(self, body: Mapping[str, Any]) -> list[int]:
        """Tokens that end a text."""
        if body.get("ignore_eos"):
            return []
        ends = self._model.generation_config.eos_token_id
        return [ends] if isinstance(ends, int) else list(ends or [])

    def _stopping(self, body: Mapping[str, Any], prompt_tokens: int) -> StoppingCriteriaList:
        if not (words := self._stop_words(body)):
            return StoppingCriteriaList()
        return StoppingCriteriaList([StopWords(self._tokenizer, prompt_tokens, words)])

    def _stop_words(self, body: Mapping[str, Any]) -> list[str]:
        return stop_words(body.get("stop"), self._model.generation_config.stop_strings)

    def _chunk(self, text: str, operation: Operation) -> bytes:
        """The only chunk, in OpenAI's form."""
        chat = operation == "chat"
        choice = {"delta": {"role": "assistant", "content": text}} if chat else {"text": text}
        chunk = {
            "id": f"{'chatcmpl' if chat else 'cmpl'}-{uuid4().hex}",
            "object": "chat.completion.chunk" if chat else "text_completion",
            "created": int(time.time()),
            "model": self._name,
            "choices": [{"index": 0} | choice],
        }
        return orjson.dumps(chunk)


def _processors(body: Mapping[str, Any], prompt_tokens: int) -> LogitsProcessorList:
    frequency, presence = penalties(body)
    if not frequency and not presence:
        return LogitsProcessorList()
    return LogitsProcessorList([Penalties(prompt_tokens, frequency=frequency, presence=presence)])
