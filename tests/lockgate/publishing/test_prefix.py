import pytest

from lockgate.addresses import Address
from lockgate.aws import Target
from lockgate.publishing.prefix import published_models
from lockgate.s3_uris import S3Uri
from tests.local.conftest import LocalAws
from tests.lockgate.fakes import FakeStacks, install

pytestmark = pytest.mark.local_aws


def test_published_models_are_named_below_the_prefix(
    aws: LocalAws, place: S3Uri, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3 = aws.client("s3")
    s3.put_object(Bucket=place.bucket, Key=place.key, Body=b"x")
    prefix = str(place).removesuffix("tiny-1.tar.gz")
    stack = FakeStacks("lockgate-dev-many", ModelsPrefix=prefix)
    install(monkeypatch, cloudformation=stack, s3=s3)

    assert published_models(Target("eu-west-1"), Address("dev", "many")) == ["tiny-1.tar.gz"]
