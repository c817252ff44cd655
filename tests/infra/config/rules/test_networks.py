from typing import Any

import pytest

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import large_endpoint

SUBNETS = ["subnet-0a1b2c3d", "subnet-0123456789abcdef0"]


@pytest.mark.parametrize(
    ("vpc", "found"),
    [
        (
            {"id": "vpc-0a1b2c3d", "subnets": []},
            "subnets  0 subnets are outside the 1 to 16 of a model; name subnets within them  "
            "[SM-VPC-01]",
        ),
        (
            {"id": "vpc-0a1b2c3d", "subnets": SUBNETS * 9},
            "subnets  18 subnets are outside the 1 to 16 of a model; name subnets within them  "
            "[SM-VPC-01]",
        ),
        (
            {"id": "vpc-0a1b2c3d", "subnets": SUBNETS, "security_groups": ["sg-0a1b2c3d"] * 6},
            "security_groups  6 security groups are more than the 5 of a model; remove some  "
            "[SM-VPC-01]",
        ),
        (
            {"id": "vpc-0a1b2c3d", "subnets": ["sg-0a1b2c3d", *SUBNETS]},
            "subnets.0  'sg-0a1b2c3d' is not an id: subnet- and 8 or 17 hexadecimal digits; "
            "correct it  [SM-VPC-01]",
        ),
        (
            {"id": "vpc-0a1b2c", "subnets": SUBNETS},
            "id  'vpc-0a1b2c' is not an id: vpc- and 8 or 17 hexadecimal digits; correct it  "
            "[SM-VPC-01]",
        ),
        (
            {"id": "vpc-0a1b2c3d", "subnets": SUBNETS[:1]},
            "subnets  one subnet is one zone, and SageMaker demands subnets in two; name a second "
            "one, in another zone  [SM-VPC-01]",
        ),
        (
            {"create": {"max_azs": 1}},
            "create.max_azs  1 availability zones are outside the 2 to 3 of a new VPC; choose a "
            "number within them  [VPC]",
        ),
        (
            {"create": {"max_azs": 4}},
            "create.max_azs  4 availability zones are outside the 2 to 3 of a new VPC; choose a "
            "number within them  [VPC]",
        ),
        (
            {"create": {"max_azs": 2, "nat_gateways": 3}},
            "create.nat_gateways  3 NAT gateways are outside 0 to 2, one for each zone; choose a "
            "number within them  [VPC]",
        ),
    ],
)
def test_vpc_that_breaks_a_rule(broken: Broken, vpc: dict[str, Any], found: str) -> None:
    assert broken(network={"vpc": vpc}) == [f"network.vpc.{found}"]


def test_container_that_fetches_its_model_without_a_way_out(broken: Broken) -> None:
    found = broken(network={"vpc": {"create": {}}}, endpoints={"chat": large_endpoint()})
    assert found == [
        f"endpoints.chat.model  large@1 is fetched from hf:org/large@{'a' * 40} at start, and a "
        "VPC without NAT gateways has no way to the internet; set nat_gateways to 1 or more, or "
        "copy the weights to S3  [VPC]"
    ]


def test_container_that_fetches_its_model_through_a_gateway(broken: Broken) -> None:
    network = {"vpc": {"create": {"nat_gateways": 1}}}
    assert broken(network=network, endpoints={"chat": large_endpoint()}) == []
