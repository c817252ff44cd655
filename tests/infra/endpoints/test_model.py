from tests.infra.templates import Assembly

MODEL = "AWS::SageMaker::Model"


def test_container_with_an_artifact_has_no_network(house: Assembly) -> None:
    assert house.one("built", "file", MODEL)["EnableNetworkIsolation"] is True


def test_container_that_fetches_its_weights_has_the_network(house: Assembly) -> None:
    assert house.one("remote", "hub", MODEL)["EnableNetworkIsolation"] is False


def test_endpoint_variables_win_over_those_of_the_release(house: Assembly) -> None:
    variables = house.one("built", "file", MODEL)["PrimaryContainer"]["Environment"]
    assert variables["LOCKGATE_PARALLEL_REQUESTS"] == "2"
    assert variables["LOCKGATE_MODEL_NAME"] == "tiny"


def test_model_has_no_fixed_name(house: Assembly) -> None:
    assert "ModelName" not in house.one("built", "file", MODEL)


def test_model_waits_for_every_policy_of_its_role(house: Assembly) -> None:
    template = house.json("built", "file")["Resources"]
    (model,) = [row for row in template.values() if row["Type"] == MODEL]
    policies = house.resources("built", "file", "AWS::IAM::Policy")
    assert set(policies) == set(model["DependsOn"])


def test_existing_vpc_places_the_model(house: Assembly) -> None:
    assert house.one("remote", "hub", MODEL)["VpcConfig"] == {
        "SecurityGroupIds": ["sg-1234abcd"],
        "Subnets": ["subnet-1234abcd"],
    }
