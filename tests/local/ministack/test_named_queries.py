"""Named queries of stacks, on MiniStack's Athena, imported as it is in the server."""

from typing import Any

import pytest
from ministack.core.responses import request_scope

from lockgate.local.ministack.named_queries import NamedQueryType
from lockgate.local.protocol.scope import Scope

SCOPE = Scope("000000000000", "eu-west-1")
QUERY = {"Name": "joined", "Database": "lockgate", "QueryString": "SELECT 1"}


@pytest.fixture
def athena(monkeypatch: pytest.MonkeyPatch) -> Any:
    """MiniStack's, with one workgroup."""
    from ministack.services import athena

    monkeypatch.setattr(athena, "_named_queries", {})
    monkeypatch.setattr(athena, "_workgroups", {"primary": {}, "lockgate": {}})
    return athena


async def test_a_query_is_kept_in_its_workgroup(athena: Any) -> None:
    kind = NamedQueryType(athena, request_scope)
    made = await kind.create(SCOPE, QUERY | {"WorkGroup": "lockgate"})
    assert athena._named_queries[made.physical_id]["WorkGroup"] == "lockgate"


async def test_a_deleted_query_is_gone(athena: Any) -> None:
    kind = NamedQueryType(athena, request_scope)
    made = await kind.create(SCOPE, QUERY)
    await kind.delete(SCOPE, made.physical_id)
    assert athena._named_queries == {}


async def test_a_workgroup_that_is_not_there_is_named(athena: Any) -> None:
    with pytest.raises(ValueError, match="WorkGroup other is not found"):
        await NamedQueryType(athena, request_scope).create(SCOPE, QUERY | {"WorkGroup": "other"})


async def test_a_query_without_text_is_refused(athena: Any) -> None:
    with pytest.raises(ValueError, match="NamedQuery needs the property QueryString"):
        await NamedQueryType(athena, request_scope).create(SCOPE, {"Database": "lockgate"})
