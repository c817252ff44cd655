"""The function that reads captures, as the observability stack has it."""

import json
from typing import Any

from tests.infra.observability.test_metrics_function import allowed, function, sources
from tests.infra.templates import Assembly, plain

NAME = "CapturesCaptureFunction"


def resources(house: Assembly, action: str) -> list[str]:
    """What the function may do something with."""
    rows = [row for row in allowed(house, NAME) if action in row["Action"]]
    found = [each for row in rows for each in _listed(row["Resource"])]
    return [plain(each, join=True) for each in found]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_function_is_told_what_to_take_out(house: Assembly) -> None:
    variables = function(house, NAME)["Environment"]["Variables"]
    assert json.loads(variables["REDACTIONS"]) == {
        "kinds-queue": {"patterns": ["email"], "drop_keys": ["user"]}
    }
    assert variables["RECORDS_BUCKET"]["Ref"].startswith("Records")


def test_function_deletes_only_captures_that_it_replaces(house: Assembly) -> None:
    (deleted,) = resources(house, "s3:DeleteObject")
    assert deleted.endswith("/captures/kinds-queue/*")


def test_function_writes_redacted_captures_of_those_endpoints_only(house: Assembly) -> None:
    written = {each.removeprefix("arn:aws:s3:::") for each in resources(house, "s3:PutObject")}
    assert written == {"/redacted/kinds-queue/*", "/quality/*", "/quarantine/*"}


def test_function_reads_captures_and_rows_only(house: Assembly) -> None:
    read = {each.removeprefix("arn:aws:s3:::") for each in resources(house, "s3:GetObject")}
    assert read == {"/captures/*", "/quality/*"}


def test_nothing_is_deleted_where_nothing_is_redacted(house: Assembly) -> None:
    statements = house.statements("built", "observability")
    assert not [row for row in statements if "s3:DeleteObject" in row["Action"]]


def test_messages_that_fail_come_again_alone(house: Assembly) -> None:
    (queue,) = [row for row in sources(house) if "StartingPosition" not in row]
    assert queue["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert queue["ScalingConfig"] == {"MaximumConcurrency": 10}
