import json
from typing import Any

from tests.infra.templates import Assembly

PREFIX = "/multi-model/kinds-many/"


def container(house: Assembly) -> dict[str, Any]:
    found: dict[str, Any] = house.one("kinds", "many", "AWS::SageMaker::Model")["PrimaryContainer"]
    return found


def test_container_serves_every_model_below_the_endpoints_prefix(house: Assembly) -> None:
    assert container(house)["Mode"] == "MultiModel"
    assert container(house)["ModelDataUrl"]["Fn::Join"][1][-1] == PREFIX
    assert "ModelDataSource" not in container(house)


def test_models_are_not_kept_loaded_when_the_cache_is_off(house: Assembly) -> None:
    assert container(house)["MultiModelConfig"] == {"ModelCacheSetting": "Disabled"}


def test_role_reads_and_lists_the_prefix_and_nothing_else_of_the_bucket(house: Assembly) -> None:
    statements = house.statements("kinds", "many")
    (read,) = [each for each in statements if each["Action"] == "s3:GetObject"]
    (listed,) = [each for each in statements if each["Action"] == "s3:ListBucket"]
    assert json.dumps(read["Resource"]).endswith(f'{PREFIX}*"]]}}')
    assert listed["Condition"] == {"StringLike": {"s3:prefix": f"{PREFIX[1:]}*"}}


def test_output_says_where_models_are_published(house: Assembly) -> None:
    output = house.json("kinds", "many")["Outputs"]["ModelsPrefix"]["Value"]
    assert output["Fn::Join"][1][-1] == PREFIX


def test_container_has_no_network(house: Assembly) -> None:
    assert house.one("kinds", "many", "AWS::SageMaker::Model")["EnableNetworkIsolation"] is True
