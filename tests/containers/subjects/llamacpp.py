"""GGUF models on llama.cpp."""

from pathlib import Path
from typing import Any

from tests.containers.subjects.subject import Subject
from tests.containers.weights import weights


class LlamaCpp(Subject):
    """One model, whose engine runs in the server's own process."""

    name = "llamacpp"
    container = "llamacpp"
    operation = "chat"
    weights = "model.gguf"
    environment = {"LOCKGATE_THREADS": "1"}  # several wait for each other where cores are shared
    streams = True
    damages = {
        "empty": r"no \.gguf file in .*, which holds nothing",
        "garbage": r"llama\.cpp cannot load .*model\.gguf: ",
        "short": r"llama\.cpp cannot load .*: .* corrupted or incomplete",
    }
    malformed = {
        "two forms": b'{"messages": [{"role": "user", "content": "a"}], "inputs": "a"}',
        "no messages": b'{"messages": []}',
        "an unknown role": b'{"messages": [{"role": "nobody", "content": "a"}]}',
        "a limit that is a text": b'{"inputs": "a", "parameters": {"max_new_tokens": "1"}}',
        "a limit over 32 bits": b'{"inputs": "a", "parameters": {"max_new_tokens": 4294967296}}',
        "a negative limit": b'{"inputs": "a", "parameters": {"max_new_tokens": -1}}',
        "a temperature that is infinite": b'{"inputs": "a", "parameters": {"temperature": 1e999}}',
        "an operation that it lacks": b'{"input": "a"}',
    }

    def fill(self, folder: Path) -> None:
        (folder / self.weights).symlink_to(weights("smollm2-135m-instruct"))

    def question(self, number: int, text: str = "") -> dict[str, Any]:
        content = f"{text} Count: {' and' * number}"
        messages = [{"role": "user", "content": content}]
        return {"messages": messages, "max_tokens": 4, "temperature": 0}

    def raw(self, text: bytes) -> bytes:
        return b'{"max_tokens":4,"messages":[{"role":"user","content":%b}]}' % text

    def long(self, times: int = 1) -> dict[str, Any]:
        messages = [{"role": "user", "content": "Tell a story."}]
        body = {"messages": messages, "max_tokens": 300 * times, "ignore_eos": True}
        return body | {"temperature": 0, "stream": True}

    def smallest(self) -> dict[str, Any]:
        return {"inputs": "a", "parameters": {"max_new_tokens": 1}}

    def multilingual(self) -> dict[str, Any]:
        messages = [{"role": "user", "content": "Repeat exactly: 🦙🦙🦙 日本語"}]
        return {"messages": messages, "temperature": 1.0, "seed": 1, "max_tokens": 40}

    def streamed(self, events: list[Any]) -> str:
        deltas = [choice["delta"] for event in events for choice in event["choices"]]
        return "".join(delta.get("content") or "" for delta in deltas)

    def are_same(self, one: Any, other: Any) -> bool:
        # The words may differ: several answers at once are computed in batches of another size.
        return bool(one["usage"]["prompt_tokens"] == other["usage"]["prompt_tokens"])

    def words(self, answer: Any) -> str:
        return str(answer["choices"][0]["message"]["content"])


class ManyLlamaCpp(LlamaCpp):
    """Several models, each in a process of its own."""

    name = "llamacpp, multi-model"
    multi_model = True
    has_workers = True
    environment = {
        **LlamaCpp.environment,
        "SAGEMAKER_MULTI_MODEL": "true",
        "LOCKGATE_MODEL_MEMORY_MIB": "800",
    }
