"""YAML files as plain data, with the line of every key."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from infra.config.violations import ConfigurationError, Violation

KeyPath = tuple[str, ...]
MAX_INTEGER = 2**63 - 1
"""AWS takes no larger number, and rules can calculate with it."""


@dataclass(frozen=True)
class Position:
    """A line, counted from 1, of a file given relative to the project root."""

    file: str
    line: int | None


@dataclass(frozen=True)
class Document:
    """The content of one YAML file. `positions` knows each key and list item by its path."""

    file: str
    data: dict[Any, Any]
    positions: dict[KeyPath, Position] = field(repr=False)

    def position(self, path: KeyPath) -> Position:
        """Where the value at `path` is written, or the nearest of its parents that is."""
        for length in range(len(path), 0, -1):
            if found := self.positions.get(path[:length]):
                return found
        return self.positions.get((), Position(self.file, None))

    def violation(self, path: KeyPath, message: str, rule: str) -> Violation:
        """An error about the value at `path`."""
        position = self.position(path)
        return Violation(position.file, position.line, ".".join(path), message, rule)


def read_document(path: Path, *, root: Path) -> Document:
    """Read one YAML file.

    Raises:
        ConfigurationError: the file cannot be read, does not parse, repeats a key, or holds
            something else than a mapping. Names every such place.
    """
    file = path.relative_to(root).as_posix()
    try:
        node = _yaml().compose(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _failure(file, None, f"cannot be read: {error.strerror}", "FILE") from error
    except UnicodeDecodeError as error:
        raise _failure(file, None, f"is not UTF-8 text: {error.reason}", "YAML") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise _failure(file, line, f"does not parse: {_problem(error)}", "YAML") from error
    except RecursionError as error:
        raise _failure(file, None, "does not parse: it nests too deeply", "YAML") from error
    except YAMLError as error:
        text = " ".join(str(error).split())
        raise _failure(file, None, f"does not parse: {text}", "YAML") from error
    if not isinstance(node, MappingNode):
        line = node.start_mark.line + 1 if node else None
        raise _failure(file, line, "must hold keys and values, `key: value`", "YAML")
    return _Reader(file).read(node)


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _problem(error: MarkedYAMLError) -> str:
    """What the parser says; some of its sentences begin in the context: `expected X, but Y`."""
    problem = str(error.problem)
    return f"{error.context}, {problem}" if problem.startswith("but ") else problem


def _kind(node: Node) -> str:
    return str(node.tag).removeprefix("tag:yaml.org,2002:")


def _failure(file: str, line: int | None, message: str, rule: str) -> ConfigurationError:
    return ConfigurationError([Violation(file, line, "", message, rule)])


class _Reader:
    """Turns the nodes of one file into data, noting positions and problems on the way."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._scalars = _yaml().constructor
        self._positions: dict[KeyPath, Position] = {}
        self._problems: list[Violation] = []
        self._open: set[int] = set()

    def read(self, node: MappingNode) -> Document:
        self._positions[()] = Position(self._file, node.start_mark.line + 1)
        data = self._mapping(node, ())
        if self._problems:
            raise ConfigurationError(self._problems)
        return Document(self._file, data, self._positions)

    def _value(self, node: Node, path: KeyPath) -> Any:
        if id(node) in self._open:
            self._problem(node, path, "an alias refers to itself; write the value out")
            return None
        self._open.add(id(node))
        try:
            if isinstance(node, MappingNode) and _kind(node) == "map":
                return self._mapping(node, path)
            if isinstance(node, SequenceNode) and _kind(node) == "seq":
                return [self._item(item, path, i) for i, item in enumerate(node.value)]
            return self._scalar(node, path)
        finally:
            self._open.discard(id(node))

    def _item(self, node: Node, path: KeyPath, index: int) -> Any:
        path = (*path, str(index))
        self._positions[path] = Position(self._file, node.start_mark.line + 1)
        return self._value(node, path)

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[Any, Any]:
        data: dict[Any, Any] = {}
        for key, key_node, value_node in self._entries(node, path):
            inner = (*path, str(key))
            if inner in self._positions and key in data:
                first = self._positions[inner].line
                self._problem(key_node, inner, f"the key is already on line {first}; keep one")
                continue
            self._positions[inner] = Position(self._file, key_node.start_mark.line + 1)
            data[key] = self._value(value_node, inner)
        return data

    def _entries(self, node: MappingNode, path: KeyPath) -> Iterator[tuple[Any, Node, Node]]:
        for key_node, value_node in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                self._problem(key_node, path, "`<<` is not supported; use `extends`")
            elif not isinstance(key_node, ScalarNode):
                self._problem(key_node, path, "a key must be plain text")
            else:
                yield self._scalar(key_node, path), key_node, value_node

    def _scalar(self, node: Node, path: KeyPath) -> Any:
        kind = _kind(node)
        if kind in {"null", "bool", "int", "float", "str"}:
            try:
                return self._limited(node, path, self._scalars.construct_object(node))
            except (ValueError, KeyError):
                self._problem(
                    node, path, f"{node.value[:20]!r} is no readable {kind}; correct or quote it"
                )
        elif kind != "timestamp":
            self._problem(node, path, f"the tag {kind} is not supported; write plain text")
        return node.value

    def _limited(self, node: Node, path: KeyPath, value: Any) -> Any:
        if isinstance(value, int) and abs(value) > MAX_INTEGER:
            text = node.value if len(node.value) <= 20 else f"{node.value[:20]}..."
            message = f"{text} is over {MAX_INTEGER}, the largest number; write a smaller one"
            self._problem(node, path, message)
        return value

    def _problem(self, node: Node, path: KeyPath, message: str) -> None:
        line = node.start_mark.line + 1
        self._problems.append(Violation(self._file, line, ".".join(path), message, "YAML"))
