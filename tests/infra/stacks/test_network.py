import pytest

from tests.infra.templates import Assembly


def services(house: Assembly) -> set[str]:
    endpoints = house.resources("built", "network", "AWS::EC2::VPCEndpoint").values()
    names = (endpoint["ServiceName"] for endpoint in endpoints)
    joined = (name if isinstance(name, str) else name["Fn::Join"][1][-1] for name in names)
    return {name.removeprefix("com.amazonaws.eu-west-1.").strip(".") for name in joined}


def test_vpc_without_nat_reaches_aws_through_endpoints(house: Assembly) -> None:
    assert services(house) == {"s3", "ecr.api", "ecr.dkr", "logs", "monitoring", "kms", "sts"}


def test_vpc_without_nat_has_no_way_to_the_internet(house: Assembly) -> None:
    house.template("built", "network").resource_count_is("AWS::EC2::InternetGateway", 0)


def test_vpc_with_nat_needs_no_endpoints_but_the_free_one(project_assembly: Assembly) -> None:
    template = project_assembly.template("prod", "network")
    template.resource_count_is("AWS::EC2::NatGateway", 2)
    template.resource_count_is("AWS::EC2::VPCEndpoint", 1)


def test_zones_are_taken_from_the_region(house: Assembly) -> None:
    subnets = house.resources("built", "network", "AWS::EC2::Subnet").values()
    assert [subnet["AvailabilityZone"] for subnet in subnets] == [
        {"Fn::Select": [index, {"Fn::GetAZs": ""}]} for index in range(2)
    ]


def test_traffic_is_logged_encrypted(house: Assembly) -> None:
    house.template("built", "network").has_resource_properties(
        "AWS::EC2::FlowLog", {"ResourceType": "VPC", "TrafficType": "ALL"}
    )
    assert "KmsKeyId" in house.one("built", "network", "AWS::Logs::LogGroup")


@pytest.mark.parametrize("environment", ["built", "docker"])
def test_created_group_lets_nothing_in(house: Assembly, environment: str) -> None:
    groups = house.resources(environment, "network", "AWS::EC2::SecurityGroup").values()
    (instances,) = [row for row in groups if row["GroupDescription"].startswith("SageMaker")]
    assert "SecurityGroupIngress" not in instances


def test_existing_vpc_gets_a_group_and_nothing_else(house: Assembly) -> None:
    types = [row["Type"] for row in house.json("docker", "network")["Resources"].values()]
    assert types == ["AWS::EC2::SecurityGroup"]


def test_existing_vpc_with_groups_needs_no_stack(house: Assembly) -> None:
    names = [path.name for path in (house.folder / "assembly-remote").iterdir()]
    assert [name for name in names if name.startswith("remotenetwork")] == []


def test_environment_in_no_vpc_has_no_network_stack(project_assembly: Assembly) -> None:
    names = [path.name for path in (project_assembly.folder / "assembly-dev").iterdir()]
    assert [name for name in names if name.startswith("devnetwork")] == []
