"""Queries on MiniStack's Athena, imported as it is in the server."""

from typing import Any

import pytest

from lockgate.local.ministack.athena_queries import refuse_queries
from lockgate.local.protocol.errors import ServiceError


@pytest.fixture
def athena(monkeypatch: pytest.MonkeyPatch) -> Any:
    """MiniStack's, with one query that is about to run."""
    from ministack.services import athena

    monkeypatch.setattr(athena, "_mock_query_results", athena._mock_query_results)
    monkeypatch.setattr(athena, "_executions", {"q": {"Status": {}, "Statistics": {}}})
    monkeypatch.setattr(athena, "get_athena_engine", lambda: "mock")
    return athena


async def test_a_query_fails_and_says_that_nothing_runs_it(athena: Any) -> None:
    refuse_queries(athena)
    await athena._execute_query("q", "SELECT * FROM records", "lockgate", None)
    status = athena._executions["q"]["Status"]
    assert status["State"] == "FAILED"
    assert status["StateChangeReason"].startswith("The local AWS does not emulate Athena queries")


def test_the_error_is_one_that_a_client_can_read(athena: Any) -> None:
    refuse_queries(athena)
    with pytest.raises(ServiceError, match=r"docs/local-aws\.md lists what it does"):
        athena._mock_query_results("SELECT 1")
