"""What the template of a multi-model endpoint publishes, and who may."""

import json
import tarfile
from fnmatch import fnmatch
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


def test_stack_waits_for_the_function_as_long_as_it_may_run(house: Assembly) -> None:
    assert house.function("kinds", "data", "Publishing")["Timeout"] == 900
    assert copies(house)[1]["ServiceTimeout"] == 960


def test_function_may_read_the_assets(house: Assembly) -> None:
    row = archive(house)
    (allowed,) = [
        each["Resource"]
        for each in house.allowed("kinds", "data", "Publishing")
        if each["Action"] == "s3:GetObject"
    ]
    assert fnmatch(f"arn:aws:s3:::{row['bucket']}/{row['key']}", allowed)
