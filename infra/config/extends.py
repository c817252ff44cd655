"""`extends`: an environment that starts from another and changes what differs."""

from collections.abc import Callable
from typing import Any

from infra.config.documents import Document, KeyPath, Position
from infra.config.violations import ConfigurationError

KEY = "extends"


def resolve(document: Document, *, name: str, read: Callable[[str], Document]) -> Document:
    """The document merged over the ones that it extends; without `extends`, itself.

    Mappings merge key by key, everything else is replaced, and a key set to null is removed. Each
    value keeps the position in the file that supplied it.

    Args:
        document: the document as written.
        name: its environment's name.
        read: reads another environment's document by name.

    Raises:
        ConfigurationError: `extends` is not a name, names nothing, or leads back to itself.
    """
    chain = [(name, document)]
    while KEY in chain[-1][1].data:
        current = chain[-1][1]
        parent = current.data[KEY]
        if not isinstance(parent, str):
            message = f"{parent!r} is not the name of an environment; write `extends: dev`"
            raise ConfigurationError([current.violation((KEY,), message, "EXTENDS")])
        seen = [known for known, _ in chain]
        if parent in seen:
            circle = " -> ".join([*seen, parent])
            message = f"the environments extend each other in a circle: {circle}; remove one"
            raise ConfigurationError([current.violation((KEY,), message, "EXTENDS")])
        chain.append((parent, _read_parent(current, parent, read)))
    merged = chain.pop()[1]
    for _, child in reversed(chain):
        merged = _over(merged, child)
    return merged


def _read_parent(current: Document, parent: str, read: Callable[[str], Document]) -> Document:
    try:
        return read(parent)
    except KeyError as error:
        message = str(error.args[0])
        raise ConfigurationError([current.violation((KEY,), message, "EXTENDS")]) from error


def _over(base: Document, child: Document) -> Document:
    positions = dict(base.positions)
    positions[()] = child.positions[()]
    data = _merge(base.data, child.data, (), positions, child.positions)
    data.pop(KEY, None)
    positions.pop((KEY,), None)
    return Document(child.file, data, positions)


def _merge(
    base: dict[Any, Any],
    child: dict[Any, Any],
    path: KeyPath,
    positions: dict[KeyPath, Position],
    child_positions: dict[KeyPath, Position],
) -> dict[Any, Any]:
    merged = dict(base)
    for key, value in child.items():
        inner = (*path, str(key))
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merge(merged[key], value, inner, positions, child_positions)
            positions[inner] = child_positions[inner]
            continue
        _forget(positions, inner)
        if value is None:
            merged.pop(key, None)
            continue
        merged[key] = value
        _remember(positions, inner, child_positions)
    return merged


def _forget(positions: dict[KeyPath, Position], path: KeyPath) -> None:
    for known in [known for known in positions if known[: len(path)] == path]:
        del positions[known]


def _remember(
    positions: dict[KeyPath, Position], path: KeyPath, source: dict[KeyPath, Position]
) -> None:
    positions |= {known: at for known, at in source.items() if known[: len(path)] == path}
