"""The handler of encoders on ONNX Runtime."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from inference_code.handler import GenerationRequest, Operation
from inference_code.handlers.digest import check_digest
from inference_code.handlers.onnx.arithmetic import Floats, check_finite
from inference_code.handlers.onnx.batcher import Batcher
from inference_code.handlers.onnx.choice import Limits
from inference_code.handlers.onnx.description import MODEL, TOKENIZER, Description
from inference_code.handlers.onnx.folder import check_exported, describe_folder
from inference_code.handlers.onnx.generation import OnnxGeneration
from inference_code.handlers.onnx.memory import memory_needed
from inference_code.handlers.onnx.providers import CPU, MOST_TOKENS, SAVING
from inference_code.handlers.onnx.readout import Readout, readout_of
from inference_code.handlers.onnx.session import Session
from inference_code.handlers.onnx.tokens import Tokenizer, Tokens
from inference_code.settings import Settings

SHORT = 4096
"""Characters that are encoded on the event loop: it takes less than a millisecond, and a change of
threads would take as long for most texts."""


class Onnx:
    """ONNX Runtime with one encoder, whose task decides what it can do."""

    loads_alone = False

    def __init__(self, settings: Settings) -> None:
        self.context_length = settings.context_length
        self.operations: frozenset[Operation] = frozenset()
        self._settings = settings
        self._threads = ThreadPoolExecutor(1, "tokens")
        self._loaded: tuple[Tokenizer, Batcher] | None = None

    def check(self) -> int:
        """Compare the folder with its digest, and estimate the memory from its files."""
        folder = self._settings.model_dir
        description = describe_folder(folder)
        check_digest(folder, self._settings.model_sha256)
        return memory_needed(
            folder, most_tokens=MOST_TOKENS[CPU], max_tokens=self._limit(description)
        )

    def load(self) -> None:
        """Load the graph and the tokenizer of the model folder."""
        folder = self._settings.model_dir
        description = describe_folder(folder)
        if self._settings.model_sha256 is None:
            check_exported(folder, description)
        self.context_length = self._limit(description)
        prompt = description.prompt if description.task == "embedding" else ""
        tokenizer = Tokenizer(folder / TOKENIZER, limit=self.context_length, prompt=prompt)
        readout = readout_of(description)
        session = Session(
            folder / MODEL, readout, threads=self._settings.threads, pad_id=description.pad_id
        )
        self._loaded = tokenizer, self._start(session, readout)
        self.operations = frozenset({description.task})

    def generate(self, request: GenerationRequest) -> OnnxGeneration:
        """Prepare the answer to one request."""
        if self._loaded is None:
            raise RuntimeError("generate() was called before load()")
        tokenizer, batcher = self._loaded

        async def encode(texts: Sequence[str], truncate: bool) -> list[Tokens]:
            if sum(map(len, texts)) <= SHORT:
                return tokenizer.encode(texts, truncate=truncate)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(
                self._threads, lambda: tokenizer.encode(texts, truncate=truncate)
            )

        return OnnxGeneration(request.body, encode, batcher)

    def _limit(self, description: Description) -> int:
        """Tokens of a text: as many as the model takes, or fewer where the operator says so."""
        return min(self._settings.context_length, description.max_tokens)

    def _start(self, session: Session, readout: Readout) -> Batcher:
        def write(row: Floats, body: dict[str, Any]) -> bytes:
            check_finite(row)
            return readout.write(row, body)

        limits = Limits(
            texts=self._settings.batch_texts,
            tokens=MOST_TOKENS[session.provider],
            saving=SAVING[session.provider],
        )
        return Batcher(session.run, write, limits)
