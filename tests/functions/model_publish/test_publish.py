"""Copies within the S3 of a local AWS."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.model_publish.publish import IN_PARTS, PublishError, publish
from functions.model_publish.request import Archive, PublishRequest
from tests.local.conftest import REGION, running

pytestmark = pytest.mark.local_aws
NAME = "tiny-1.tar.gz"


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("empty")
    (root / "cdk.json").write_text("{}")
    with running(root, tmp_path_factory.mktemp("cache")) as aws:
        client = aws.client("s3")
        for bucket in ("assets", "models"):
            client.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION}
            )
        yield client


@dataclass(frozen=True)
class Case:
    """One archive of a test, under a prefix of its own."""

    s3: Any
    prefix: str
    key: str

    @property
    def place(self) -> dict[str, str]:
        return {"Bucket": "models", "Key": f"{self.prefix}{NAME}"}

    def store(self, content: bytes) -> None:
        """Make the asset."""
        self.s3.put_object(Bucket="assets", Key=self.key, Body=content)

    def publish(self) -> list[str]:
        archive = Archive(NAME, "assets", self.key)
        return publish(PublishRequest("models", self.prefix, (archive,)), self.s3)

    def published(self) -> bytes:
        content: bytes = self.s3.get_object(**self.place)["Body"].read()
        return content


@pytest.fixture
def case(s3: Any, request: pytest.FixtureRequest) -> Case:
    name = request.node.name
    made = Case(s3, f"multi-model/{name}/", f"{name}.tar.gz")
    made.store(b"archive")
    return made


def test_archive_is_copied_under_the_name_that_requests_use(case: Case) -> None:
    assert case.publish() == [NAME]
    assert case.published() == b"archive"


def test_archive_that_is_there_is_left_alone(case: Case) -> None:
    case.publish()
    assert case.publish() == []


def test_copy_of_another_asset_is_replaced(case: Case) -> None:
    case.publish()
    other = replace(case, key="other.tar.gz")
    other.store(b"changed")
    assert other.publish() == [NAME]
    assert case.published() == b"changed"


def test_object_that_somebody_else_put_there_is_replaced(case: Case) -> None:
    case.s3.put_object(**case.place, Body=b"foreign")
    assert case.publish() == [NAME]


def test_neighbour_whose_name_begins_alike_is_no_copy(case: Case) -> None:
    case.s3.put_object(Bucket="models", Key=f"{case.place['Key']}.part", Body=b"archive")
    assert case.publish() == [NAME]


def test_large_archive_is_copied_in_parts(case: Case) -> None:
    size = IN_PARTS.multipart_chunksize + 1
    case.store(bytes(size))
    case.publish()
    found = case.s3.head_object(**case.place)
    assert found["ContentLength"] == size
    assert found["ETag"].endswith('-2"')
    assert case.publish() == []


def test_failure_names_the_model_and_the_places(case: Case) -> None:
    lost = replace(case, key="gone.tar.gz")
    message = (
        "^tiny-1.tar.gz is not published: copying s3://assets/gone.tar.gz to "
        f"s3://models/{case.prefix}tiny-1.tar.gz: .*Not Found"
    )
    with pytest.raises(PublishError, match=message):
        lost.publish()
