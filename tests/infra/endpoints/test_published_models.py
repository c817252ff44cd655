"""What the template of a multi-model endpoint publishes, and who may."""

import json
import tarfile
from typing import Any

from tests.infra.templates import Assembly

KIND = "Custom::LockgateModels"


def copies(house: Assembly) -> tuple[str, dict[str, Any]]:
    """Logical id and properties of the resource that publishes."""
    ((name, properties),) = house.resources("kinds", "many", KIND).items()
    return name, properties


def archive(house: Assembly) -> dict[str, str]:
    ((row,),) = [json.loads(copies(house)[1]["Archives"])]
    found: dict[str, str] = row
    return found


def test_archives_are_named_as_requests_name_them(house: Assembly) -> None:
    assert archive(house)["name"] == "tiny-1.tar.gz"
    assert copies(house)[1]["Prefix"] == "multi-model/kinds-many/"


def test_asset_is_the_packed_release(house: Assembly) -> None:
    asset = house.folder / f"asset.{archive(house)['key']}"
    (found,) = house.folder.glob(f"**/{asset.name}")
    with tarfile.open(found) as packed:
        assert packed.getnames() == ["lockgate.json", "tiny.gguf"]


def test_model_waits_for_its_archives(house: Assembly) -> None:
    resources = house.json("kinds", "many")["Resources"]
    (model,) = house.resources("kinds", "many", "AWS::SageMaker::Model")
    assert copies(house)[0] in resources[model]["DependsOn"]


def test_function_may_read_its_assets_and_write_their_copies_only(house: Assembly) -> None:
    roles = house.resources("kinds", "many", "AWS::IAM::Role").values()
    (policy,) = [each for role in roles for each in role.get("Policies", [])]
    statements = policy["PolicyDocument"]["Statement"]
    (reading,) = [row for row in statements if row["Resource"] == asset_arn(house)]
    assert reading["Action"] == "s3:GetObject"
    (writing,) = [row for row in statements if "s3:PutObject" in row["Action"]]
    assert json.dumps(writing["Resource"]).endswith('/multi-model/kinds-many/tiny-1.tar.gz"]]}')
    assert not any("s3:DeleteObject" in row["Action"] for row in statements)


def asset_arn(house: Assembly) -> str:
    row = archive(house)
    return f"arn:aws:s3:::{row['bucket']}/{row['key']}"


def test_function_has_the_time_that_large_archives_take(house: Assembly) -> None:
    function = house.one("kinds", "many", "AWS::Lambda::Function")
    assert function["Timeout"] == 900
    assert copies(house)[1]["ServiceTimeout"] == 960
