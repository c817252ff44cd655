"""Tags: AddTags, ListTags, DeleteTags, and the Tags of create requests."""

from collections.abc import Iterable, Mapping
from typing import Any

from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.json_service import Action, Request
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.store import Store, Stores

LIMIT = 50
"""Most tags of one resource."""


def as_map(tags: Iterable[Mapping[str, str]] | None) -> dict[str, str]:
    """A list of Key and Value members as a mapping.

    Raises:
        ServiceError: a key is given twice.
    """
    tags = list(tags or [])
    mapping = {tag["Key"]: tag["Value"] for tag in tags}
    if len(mapping) < len(tags):
        raise invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    return mapping


def as_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """A mapping as a list of Key and Value members."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


class Tagging:
    """The tag actions."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def actions(self) -> dict[str, Action]:
        """The operations by name."""
        return {"AddTags": self.add, "ListTags": self.list, "DeleteTags": self.delete}

    async def add(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Set tags of a resource; others stay."""
        tags = self._tags(scope, request["ResourceArn"])
        added = as_map(request["Tags"])
        if len(tags.keys() | added.keys()) > LIMIT:
            raise invalid(f"The number of tags exceeds the limit of {LIMIT} tags for a resource.")
        tags.update(added)
        return {"Tags": as_list(tags)}

    async def list(self, scope: Scope, request: Request) -> dict[str, Any]:
        """All tags of a resource: 50 at most, so always one page."""
        return {"Tags": as_list(self._tags(scope, request["ResourceArn"]))}

    async def delete(self, scope: Scope, request: Request) -> dict[str, Any]:
        """Remove tags by key; a key that is not there is no error."""
        tags = self._tags(scope, request["ResourceArn"])
        for key in request["TagKeys"]:
            tags.pop(key, None)
        return {}

    def _tags(self, scope: Scope, arn: str) -> dict[str, str]:
        store = self._stores.of(scope)
        if not any(record.arn == arn.lower() or record.arn == arn for record in _all(store)):
            raise invalid(f'Could not find resource "{arn}".')
        return store.tags.setdefault(arn.lower(), {})


def _all(store: Store) -> Iterable[Any]:
    yield from store.models
    yield from store.configs
    yield from store.endpoints
