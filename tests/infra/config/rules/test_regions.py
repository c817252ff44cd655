from tests.infra.config.conftest import Broken

KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def test_region_that_does_not_exist(broken: Broken) -> None:
    assert broken(region="eu-wst-1") == [
        "region  there is no region 'eu-wst-1' that hosts SageMaker; did you mean 'eu-west-1'?  "
        "[REGION]"
    ]


def test_instance_without_a_price_in_the_region(broken_large: Broken) -> None:
    assert broken_large(instance="ml.p5.48xlarge") == [
        "endpoints.chat.instance  ml.p5.48xlarge has no hosting price in eu-west-1, so it may not "
        "be offered there (price lists are neither complete nor exact); see the SageMaker pricing "
        "page, or use another type  [REG-01]"
    ]


def test_key_of_the_environments_region_is_allowed(broken: Broken) -> None:
    assert broken(kms_key=KEY) == []


def test_key_of_another_region(broken: Broken) -> None:
    key = KEY.replace("eu-west-1", "us-east-1")
    assert broken(kms_key=key) == [
        f"kms_key  '{key}' is not the ARN of a KMS key in the environment's region; write "
        "arn:aws:kms:eu-west-1:ACCOUNT:key/ID  [KMS]"
    ]


def test_retention_that_cloudwatch_does_not_offer(broken: Broken) -> None:
    (found,) = broken(logs={"retention_days": 31})
    assert found.startswith("logs.retention_days  CloudWatch Logs keeps no lines for 31 days, only")
    assert found.endswith("3288, 3653; write 60  [LOGS]")
