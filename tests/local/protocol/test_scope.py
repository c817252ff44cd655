import pytest

from lockgate.local.protocol.scope import Scope


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_arns_begin_with_the_partition_of_the_region(region: str, partition: str) -> None:
    arn = Scope("111122223333", region).arn("sagemaker", "model/a")
    assert arn == f"arn:{partition}:sagemaker:{region}:111122223333:model/a"
