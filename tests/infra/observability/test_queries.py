import re

import pytest

from infra.observability.catalog import TABLES
from infra.observability.quality_table import QUALITY_TABLE
from infra.observability.queries import INFERENCES, QUERIES, NamedQuery
from infra.observability.tables import QUARANTINE_TABLE


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_query_reads_tables_that_there_are(query: NamedQuery) -> None:
    known = {table.name for table in TABLES} | {"inferences"}
    assert set(re.findall(r"(?:FROM|JOIN) (\w+)", query.sql)) - {"UNNEST"} <= known


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_query_reads_one_day_of_each_table(query: NamedQuery) -> None:
    tables = re.findall(r"(?:FROM|JOIN) (records|quality|quarantine)\b", query.sql)
    assert query.sql.count("dt = cast(current_date AS varchar)") == len(tables)


def test_columns_of_captures_exist() -> None:
    used = {name for query in QUERIES for name in re.findall(r"quality\.(\w+)", query.sql)}
    assert used - {"dt"} <= set(QUALITY_TABLE.columns)


def test_an_event_that_was_sent_twice_counts_once() -> None:
    assert "GROUP BY loggroup, logstream, id" in INFERENCES


def test_captures_and_inferences_meet_by_id() -> None:
    (query,) = [each for each in QUERIES if each.name == "quality-of-inferences"]
    assert "quality.inference_id = inferences.request_id" in query.sql


def test_places_of_quarantined_records_are_columns() -> None:
    assert {"log_group:string", "key:string"} <= set(
        re.findall(r"\w+:string", QUARANTINE_TABLE.columns["where"])
    )
