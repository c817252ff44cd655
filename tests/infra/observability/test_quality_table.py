from dataclasses import fields

from functions.capture.row import Row
from infra.observability.quality_table import QUALITY_TABLE


def test_columns_are_those_of_the_rows() -> None:
    assert list(QUALITY_TABLE.columns) == [field.name for field in fields(Row)]


def test_no_column_holds_a_text_that_somebody_wrote() -> None:
    told = {"prompt", "text", "content", "answer", "message", "input", "output"}
    assert not told & set(QUALITY_TABLE.columns)
