"""Takes what must not be kept out of JSON, and out of answers that come as many documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..events import Event, Piece
from .redactor import Redactor

TOKEN_COPIES = {
    "logprobs",
    "prefill",
    "prompt_logprobs",
    "prompt_token_ids",
    "token_ids",
    "tokens",
    "top_tokens",
}
"""Members that say a text again in pieces, or in numbers, in which no pattern would find it."""
ENVELOPE = {"finish_reason", "id", "model", "object", "role", "system_fingerprint", "type"}
"""Members of each event of a stream that are no parts of one text."""
NUMBERS_OF_SERVERS = {"created", "index", "seed"}
Path = tuple[str, ...]


@dataclass
class _Leaf:
    """A string of a document, and where it stands."""

    parent: Any
    at: str | int
    path: Path


def redact_document(value: Any, redactor: Redactor) -> Any:
    """A value of JSON without what the redactor takes out."""
    holder = {"": clean(value, redactor)}
    for leaf in _leaves(holder, ()):
        leaf.parent[leaf.at] = redactor.text(leaf.parent[leaf.at])
    return holder[""]


def redact_events(pieces: list[Piece], redactor: Redactor) -> None:
    """Change the pieces of a stream: texts that go from event to event are looked at as one."""
    texts: dict[Path, list[_Leaf]] = {}
    for number, piece in enumerate(pieces):
        if not isinstance(piece, Event):
            piece.text = redactor.text(piece.text)
            continue
        piece.value = clean(piece.value, redactor)
        for leaf in _leaves(piece.__dict__, (), only="value"):
            own = (str(number),) if leaf.path[-1] in ENVELOPE else ()
            texts.setdefault(leaf.path + own, []).append(leaf)
    for leaves in texts.values():
        whole = redactor.pieces([leaf.parent[leaf.at] for leaf in leaves])
        for leaf, text in zip(leaves, whole, strict=True):
            leaf.parent[leaf.at] = text


def clean(value: Any, redactor: Redactor) -> Any:
    """A copy without dropped keys and copies of tokens, and with keys and numbers looked at."""
    if isinstance(value, list):
        return [clean(each, redactor) for each in value]
    if isinstance(value, dict):
        return _clean_members(value, redactor)
    return value


def _clean_members(members: dict[str, Any], redactor: Redactor) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    for key, value in members.items():
        if key in redactor.drop_keys or key in TOKEN_COPIES:
            continue
        if key == "token" and isinstance(value, dict):
            value = {**value, "id": None}
        name = redactor.text(key)
        while name in cleaned:
            name += "_"
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and key not in NUMBERS_OF_SERVERS and redactor.text(str(value)) != str(value):
            cleaned[name] = redactor.text(str(value))
        else:
            cleaned[name] = clean(value, redactor)
    return cleaned


def _leaves(parent: Any, path: Path, *, only: str | None = None) -> Iterator[_Leaf]:
    """The strings in a value, in order; items of lists share a path unless they have an index."""
    members = parent.items() if isinstance(parent, dict) else enumerate(parent)
    for at, value in members:
        if only is not None and at != only:
            continue
        here = (*path, at if isinstance(at, str) else _position(value))
        if isinstance(value, str):
            yield _Leaf(parent, at, here)
        elif isinstance(value, dict | list):
            yield from _leaves(value, here)


def _position(item: Any) -> str:
    index = item.get("index") if isinstance(item, dict) else None
    return "*" if index is None else f"*{index}"
