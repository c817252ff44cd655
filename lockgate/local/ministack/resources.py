"""CloudFormation types of ours in MiniStack's stacks."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from lockgate.local.protocol.scope import Scope
from lockgate.local.resource_types import Resource, ResourceType

NAME_LIMIT = 63
"""Longest generated name; that of SageMaker's resources."""


class Resources:
    """Adds resource types; their handlers run on worker threads and may wait."""

    def __init__(
        self, types: Any, stacks: Any, loop: Callable[[], Any], scope: Callable[[], Scope]
    ) -> None:
        self._types = types
        self._loop = loop
        self._scope = scope
        self._ours: set[str] = set()
        # MiniStack runs the handlers of most types on its event loop, where nothing may wait.
        original = stacks._runs_on_worker_thread
        stacks._runs_on_worker_thread = lambda name: name in self._ours or original(name)

    def add(self, kind: ResourceType) -> None:
        """Let templates have resources of this type."""
        types, name = self._types, kind.name
        types._RESOURCE_HANDLERS[name] = {
            "create": lambda logical, properties, stack: self._made(
                kind.create(self._scope(), self._named(kind, logical, properties, stack))
            ),
            "update": lambda physical, old, new, _stack: self._made(
                kind.update(self._scope(), physical, old, new)
            ),
            "delete": lambda physical, _properties: self._wait(
                kind.delete(self._scope(), physical)
            ),
        }
        types._REPLACING_PROPERTIES[name] = tuple(kind.create_only)
        if kind.is_tagged:
            types._STACK_TAG_PROPERTY[name] = ("Tags", "list")
        if kind.name_property:
            types._CUSTOM_NAME_REPLACEMENT[name] = {"name": kind.name_property}
        self._ours.add(name)

    def _named(
        self, kind: ResourceType, logical: str, properties: Mapping[str, Any], stack: str
    ) -> dict[str, Any]:
        """The properties, with a generated name where the template sets none."""
        if kind.name_property is None or kind.name_property in properties:
            return dict(properties)
        name = self._types._physical_name(stack, logical, max_len=NAME_LIMIT)
        return {**properties, kind.name_property: name}

    def _made(self, work: Coroutine[Any, Any, Resource]) -> tuple[str, dict[str, str]]:
        made: Resource = self._wait(work)
        return made.physical_id, dict(made.attributes)

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine on the event loop, from a worker thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop()).result()
