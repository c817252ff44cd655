"""Athena's queries, which nothing runs here."""

from typing import Any, NoReturn

from lockgate.local.protocol.errors import not_emulated


def refuse_queries(athena: Any) -> None:
    """Let each query fail with its reason; MiniStack makes rows up where it has no engine."""

    def refuse(_query: str) -> NoReturn:
        raise not_emulated("Athena", "queries")

    athena._mock_query_results = refuse
