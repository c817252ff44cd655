"""AWS::Athena::NamedQuery, which MiniStack has as an API only."""

import json
from collections.abc import Mapping
from typing import Any

from lockgate.local.protocol.scope import Scope
from lockgate.local.resource_types import Resource

_REQUIRED = ("Database", "QueryString")


class NamedQueryType:
    """Ref is the id of the query. Each property replaces it."""

    name = "AWS::Athena::NamedQuery"
    name_property = "Name"
    create_only = ("Database", "Description", "Name", "QueryString", "WorkGroup")
    is_tagged = False

    def __init__(self, athena: Any, request_scope: Any) -> None:
        self._athena = athena
        self._request_scope = request_scope

    async def create(self, scope: Scope, properties: Mapping[str, Any]) -> Resource:
        """Keep the query; its workgroup must exist."""
        missing = [name for name in _REQUIRED if name not in properties]
        if missing:
            raise ValueError(f"{self.name} needs the property {missing[0]}")
        group = properties.get("WorkGroup", "primary")
        with self._request_scope(scope.account, scope.region):
            if group not in self._athena._workgroups:
                raise ValueError(f"WorkGroup {group} is not found")
            _, _, body = self._athena._create_named_query(dict(properties))
        identity = json.loads(body)["NamedQueryId"]
        return Resource(identity, {"NamedQueryId": identity})

    async def update(
        self, scope: Scope, physical_id: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Resource:
        """Nothing of a query can change."""
        del scope, old, new
        return Resource(physical_id, {"NamedQueryId": physical_id})

    async def delete(self, scope: Scope, physical_id: str) -> None:
        """Forget the query."""
        with self._request_scope(scope.account, scope.region):
            self._athena._delete_named_query({"NamedQueryId": physical_id})
