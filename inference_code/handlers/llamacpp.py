"""GGUF models on llama.cpp, in this process, through xllamacpp."""

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import xllamacpp  # type: ignore[import-untyped]

from inference_code.cores import fewer_cores
from inference_code.handler import GenerationRequest, LoadError, Operation
from inference_code.handlers.digest import check_digest
from inference_code.handlers.gguf import GgufError
from inference_code.handlers.llamacpp_failure import reason_of_failure
from inference_code.handlers.llamacpp_generation import LlamaCppGeneration
from inference_code.handlers.llamacpp_memory import memory_needed
from inference_code.handlers.pacer import Pacer
from inference_code.settings import Settings

SILENT = 0
"""llama.cpp's verbosity at which it writes nothing."""


class LlamaCpp:
    """The llama.cpp engine with one GGUF file and a slot for each parallel request."""

    operations: frozenset[Operation] = frozenset({"chat", "completion"})
    loads_alone = True  # xllamacpp holds Python's lock meanwhile

    def __init__(self, settings: Settings) -> None:
        self.context_length = settings.context_length
        self._settings = settings
        self._engine: xllamacpp.Server | None = None
        self._pacer = Pacer(settings.stream_interval_ms / 1000)
        self._threads = ThreadPoolExecutor(settings.parallel_requests, "generation")

    def check(self) -> int:
        """Compare the file with its digest, and estimate the memory from its header."""
        path = find_model(self._settings.model_dir)
        check_digest(path, self._settings.model_sha256)
        try:
            return memory_needed(
                path,
                context_length=self._settings.context_length,
                parallel_requests=self._settings.parallel_requests,
            )
        except GgufError as error:
            raise LoadError(f"llama.cpp cannot load {path}: {error}") from error

    def load(self) -> None:
        """Load the only GGUF file of the model folder.

        llama.cpp insists on an HTTP listener of its own. It gets a socket file that is removed at
        once, so that nothing but this server can be talked to.
        """
        path = find_model(self._settings.model_dir)
        hidden = tempfile.mkdtemp(prefix="lockgate-")
        try:
            self.start_engine(engine_parameters(self._settings, path, f"{hidden}/engine.sock"))
        finally:
            shutil.rmtree(hidden)

    def start_engine(self, parameters: xllamacpp.CommonParams) -> str:
        """Start the engine and return the address of its own HTTP listener."""
        try:
            self._engine = xllamacpp.Server(parameters)
        except RuntimeError as error:
            reason = reason_of_failure(parameters)
            raise LoadError(f"llama.cpp cannot load {parameters.model.path}: {reason}") from error
        return str(self._engine.listening_address)

    def generate(self, request: GenerationRequest) -> LlamaCppGeneration:
        """Prepare one answer in a slot of its own."""
        if self._engine is None:
            raise RuntimeError("generate() was called before load()")
        call = (
            self._engine.handle_chat_completions
            if request.operation == "chat"
            else self._engine.handle_completions
        )
        body = request.body | {"cache_prompt": self._settings.prompt_cache}
        return LlamaCppGeneration(
            call, body, stream=request.stream, threads=self._threads, pacer=self._pacer
        )


def find_model(folder: Path) -> Path:
    """Find the one GGUF file of the model folder.

    Raises:
        LoadError: there is none, or more than one.
    """
    found = sorted(folder.glob("*.gguf"))
    if not found:
        present = ", ".join(sorted(entry.name for entry in folder.glob("*"))) or "nothing"
        raise LoadError(f"no .gguf file in {folder}, which holds {present}")
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise LoadError(f"{len(found)} .gguf files in {folder} ({names}); keep exactly one")
    return found[0]


def engine_parameters(settings: Settings, model: Path, listen: str) -> xllamacpp.CommonParams:
    """Settings of the engine: one slot of `context_length` tokens for each parallel request."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model)
    parameters.model_alias = {settings.model_name}
    parameters.n_ctx = settings.context_length * settings.parallel_requests
    parameters.n_parallel = settings.parallel_requests
    parameters.fit_params = False  # never shrink the context silently
    parameters.n_batch = parameters.n_ubatch  # look for a cancelled prompt after each such batch
    parameters.hostnames = [listen]
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.verbosity = SILENT
    if settings.multi_model or not settings.prompt_cache:
        # No prompts are kept in memory beside the slots, up to 8 GiB that nobody counted.
        parameters.cache_ram_mib = 0
        parameters.cache_idle_slots = False
    # By itself it takes the machine's cores, without those that only share one with another.
    if (threads := settings.threads or fewer_cores()) is not None:
        parameters.cpuparams.n_threads = threads
        parameters.cpuparams_batch.n_threads = threads
    return parameters
