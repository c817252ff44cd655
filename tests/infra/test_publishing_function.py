"""The function that publishes models, as the data stack has it."""

import json
from typing import Any

from tests.infra.templates import Assembly


def allowing(house: Assembly, action: str) -> dict[str, Any]:
    rows = house.allowed("kinds", "data", "Publishing")
    (found,) = [row for row in rows if action in row["Action"]]
    return found


def test_copies_are_written_below_the_folder_of_models_only(house: Assembly) -> None:
    written = json.dumps(allowing(house, "s3:PutObject")["Resource"])
    assert "Models" in written
    assert written.endswith('/multi-model/*"]]}')
    listed = allowing(house, "s3:ListBucket")
    assert listed["Condition"] == {"StringLike": {"s3:prefix": "multi-model/*"}}


def test_nothing_may_be_deleted(house: Assembly) -> None:
    rows = house.allowed("kinds", "data", "Publishing")
    assert not [row for row in rows if "Delete" in json.dumps(row["Action"])]


def test_of_the_assets_it_reads_archives_only(house: Assembly) -> None:
    rows = house.allowed("kinds", "data", "Publishing")
    (read,) = [row["Resource"] for row in rows if row["Action"] == "s3:GetObject"]
    assert read == "arn:aws:s3:::cdk-hnb659fds-assets-111122223333-eu-west-1/*.tar.gz"


def test_arn_stays_exported_while_no_endpoint_uses_it(house: Assembly) -> None:
    exports = house.json("docker", "data")["Outputs"]
    assert any("PublishingFunction" in name for name in exports)
