from typing import get_args, get_type_hints

import pytest

from functions.capture.row import Row
from infra.observability.quality_queries import QUALITY_QUERIES
from infra.observability.quality_table import QUALITY_TABLE
from infra.observability.queries import NamedQuery

HIVE = {str: "string", bool: "boolean", int: "bigint", float: "double"}
TYPES = get_type_hints(Row)


def test_columns_are_those_that_the_function_writes() -> None:
    assert list(QUALITY_TABLE.columns) == list(TYPES)


@pytest.mark.parametrize("name", sorted(QUALITY_TABLE.columns.keys() - {"predictions"}))
def test_columns_have_the_types_of_what_is_written(name: str) -> None:
    kind, *_ = get_args(TYPES[name]) or [TYPES[name]]
    assert QUALITY_TABLE.columns[name] == HIVE[kind]


@pytest.mark.parametrize("query", QUALITY_QUERIES, ids=lambda query: query.name)
def test_queries_read_one_day(query: NamedQuery) -> None:
    assert "WHERE dt = cast(current_date AS varchar)" in query.sql
