"""A streamed answer, put together as it would have come in one piece."""

from collections.abc import Iterable
from typing import Any

from .shapes import error_of

DELTAS = ("content", "refusal")
"""Texts of OpenAI's message that come in pieces."""


def join(events: Iterable[Any]) -> Any:
    """The whole answer of a stream; None if it has none of the forms that are known.

    Args:
        events: chunks of OpenAI's chat completions or completions, events of Hugging Face's Text
            Generation Inference (LMI writes the same, a line each), or texts.
    """
    known = list(events)
    documents = [event for event in known if isinstance(event, dict)]
    whole = _openai(documents) or _generated(documents)
    if whole is None and known and all(isinstance(event, str) for event in known):
        whole = {"generated_text": "".join(known)}
    error = next(filter(None, map(error_of, documents)), None)
    return whole if error is None else {**(whole or {}), "error": {"type": error}}


def _openai(documents: list[dict[str, Any]]) -> dict[str, Any] | None:
    chunks = [each for each in documents if isinstance(each.get("choices"), list)]
    if not chunks:
        return None
    whole: dict[str, Any] = {"choices": list(_choices(chunks).values())}
    for name in ("model", "usage"):
        if told := [chunk[name] for chunk in chunks if chunk.get(name)]:
            whole[name] = told[-1]
    return whole


def _choices(chunks: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """By index: chunks of several answers may be mixed."""
    whole: dict[int, dict[str, Any]] = {}
    for chunk in chunks:
        for choice in chunk["choices"]:
            if isinstance(choice, dict):
                _add(whole.setdefault(choice.get("index") or 0, {"finish_reason": None}), choice)
    return whole


def _add(whole: dict[str, Any], choice: dict[str, Any]) -> None:
    whole["finish_reason"] = choice.get("finish_reason") or whole["finish_reason"]
    if isinstance(choice.get("text"), str):
        whole["text"] = whole.get("text", "") + choice["text"]
    if isinstance(delta := choice.get("delta"), dict):
        message = whole.setdefault("message", {"content": ""})
        for name in DELTAS:
            if isinstance(delta.get(name), str):
                message[name] = (message.get(name) or "") + delta[name]
        if delta.get("tool_calls"):
            message["tool_calls"] = delta["tool_calls"]


def _generated(documents: list[dict[str, Any]]) -> dict[str, Any] | None:
    events = [each for each in documents if "token" in each or "generated_text" in each]
    if not events:
        return None
    whole: dict[str, Any] = {"generated_text": "".join(map(_token_text, events))}
    for event in events:
        told = {name: event.get(name) for name in ("generated_text", "details")}
        whole |= {name: value for name, value in told.items() if value is not None}
    return whole


def _token_text(event: dict[str, Any]) -> str:
    token = event.get("token")
    if not isinstance(token, dict) or token.get("special"):
        return ""
    return str(token.get("text") or "")
