"""The server's settings, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024
LEAST_CONTEXT = 16
MOST_PARALLEL = 256
MOST_BATCHED = 4096


class SettingsError(Exception):
    """An environment variable has a value that the server cannot use."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that an operator can choose, with the defaults of the container contract."""

    handler: str
    """Name of the engine's handler (LOCKGATE_HANDLER); each Dockerfile sets its own."""
    model_dir: Path
    """Folder of the model's files: `model` below SAGEMAKER_BASE_DIR (/opt/ml)."""
    model_name: str
    """Name that answers carry (LOCKGATE_MODEL_NAME)."""
    model_aliases: frozenset[str]
    """Further names that requests may use (LOCKGATE_MODEL_ALIASES, separated by commas)."""
    context_length: int
    """Tokens for each request, prompt and completion together (LOCKGATE_CONTEXT_LENGTH)."""
    parallel_requests: int
    """Requests answered at once (LOCKGATE_PARALLEL_REQUESTS)."""
    queue_length: int
    """Requests that may wait beyond those (LOCKGATE_QUEUE_LENGTH); the next one gets a 429."""
    threads: int | None
    """CPU threads of the engine (LOCKGATE_THREADS). Default: the engine's choice, but not more than
    the container may run at once."""
    stream_interval_ms: int
    """Longest wait of a streamed token for others to be sent with (LOCKGATE_STREAM_INTERVAL_MS);
    0 sends each at once. Default: 40, as often as a film shows an image; on two cores that the
    engine keeps busy, waking up for each token costs two percent of the throughput."""
    prompt_cache: bool
    """Reuse the prefix of earlier prompts (LOCKGATE_PROMPT_CACHE). Default: off, because it
    changes how a prompt is computed and so, now and then, the text."""
    multi_model: bool
    """Serve the multi-model API (SAGEMAKER_MULTI_MODEL, which SageMaker sets to true)."""
    model_memory_mib: int | None
    """MiB that all loaded models may take together (LOCKGATE_MODEL_MEMORY_MIB). Default: the
    machine's memory less a reserve."""
    batch_texts: int
    """Texts that the engine takes at once, from all waiting requests (LOCKGATE_BATCH_TEXTS);
    1 takes each text by itself."""
    handler_service: str | None
    """Function that answers inside Multi Model Server, as `module:function`
    (LOCKGATE_HANDLER_SERVICE)."""
    model_sha256: str | None = None
    """Digest that the model's file or folder must have; an archive's lockgate.json names it."""
    host: str
    """Address to listen on (LOCKGATE_BIND_HOST)."""
    port: int
    """Port to listen on (SAGEMAKER_BIND_TO_PORT)."""
    max_body_bytes: int
    """Largest request body (LOCKGATE_MAX_BODY_BYTES). Default: 25 MiB, SageMaker's own limit."""
    drain_seconds: int
    """Time that running requests get after SIGTERM (LOCKGATE_DRAIN_SECONDS). Default: 25."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings.

        Raises:
            SettingsError: a value is missing, is not a number, or is out of its range.
        """
        name = environ.get("LOCKGATE_MODEL_NAME", "model")
        aliases = environ.get("LOCKGATE_MODEL_ALIASES", "").split(",")
        return cls(
            handler=environ.get("LOCKGATE_HANDLER", "llamacpp"),
            model_dir=Path(environ.get("SAGEMAKER_BASE_DIR", "/opt/ml")) / "model",
            model_name=name,
            model_aliases=frozenset(alias.strip() for alias in aliases if alias.strip()),
            context_length=_whole(environ, "LOCKGATE_CONTEXT_LENGTH", 4096, least=LEAST_CONTEXT),
            parallel_requests=_whole(
                environ, "LOCKGATE_PARALLEL_REQUESTS", 1, least=1, most=MOST_PARALLEL
            ),
            queue_length=_whole(environ, "LOCKGATE_QUEUE_LENGTH", 32, least=0),
            threads=_whole(environ, "LOCKGATE_THREADS", 0, least=1) or None,
            stream_interval_ms=_whole(environ, "LOCKGATE_STREAM_INTERVAL_MS", 40, least=0),
            prompt_cache=_switch(environ, "LOCKGATE_PROMPT_CACHE", off="off", on="on"),
            multi_model=_switch(environ, "SAGEMAKER_MULTI_MODEL", off="false", on="true"),
            model_memory_mib=_whole(environ, "LOCKGATE_MODEL_MEMORY_MIB", 0, least=1) or None,
            batch_texts=_whole(environ, "LOCKGATE_BATCH_TEXTS", 32, least=1, most=MOST_BATCHED),
            handler_service=environ.get("LOCKGATE_HANDLER_SERVICE") or None,
            host=environ.get("LOCKGATE_BIND_HOST", "0.0.0.0"),  # noqa: S104 - a container's only door
            port=_whole(environ, "SAGEMAKER_BIND_TO_PORT", 8080, least=1, most=65535),
            max_body_bytes=_whole(environ, "LOCKGATE_MAX_BODY_BYTES", 25 * MEBIBYTE, least=1),
            drain_seconds=_whole(environ, "LOCKGATE_DRAIN_SECONDS", 25, least=0),
        )


def _whole(
    environ: Mapping[str, str], name: str, default: int, *, least: int, most: int | None = None
) -> int:
    """Read a whole number; the default is used when the variable is absent, never to repair it."""
    text = environ.get(name)
    if text is None:
        return default
    limits = f"at least {least}" if most is None else f"between {least} and {most}"
    if not text.strip().isdecimal() or not least <= int(text) <= (
        int(text) if most is None else most
    ):
        raise SettingsError(f"{name} is {text!r}; write a whole number, {limits}")
    return int(text)


def _switch(environ: Mapping[str, str], name: str, *, off: str, on: str) -> bool:
    text = environ.get(name, off)
    if text not in (on, off):
        raise SettingsError(f"{name} is {text!r}; write {on} or {off}")
    return text == on
