"""S3 as the local AWS has it, for uploads that are cut short and continued."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lockgate.publishing.archive import Archive, describe
from lockgate.s3_uris import S3Uri
from tests.local.conftest import LocalAws, running

BUCKET = "models-of-ours"


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A local AWS with an empty project."""
    root = tmp_path_factory.mktemp("empty")
    (root / "cdk.json").write_text("{}")
    with running(root, tmp_path_factory.mktemp("cache")) as local_aws:
        local_aws.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        yield local_aws


@pytest.fixture
def s3(aws: LocalAws) -> Any:
    return aws.client("s3")


@pytest.fixture
def place(request: pytest.FixtureRequest) -> S3Uri:
    """A place of this test alone."""
    return S3Uri(BUCKET, f"{request.node.name}/tiny-1.tar.gz")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Twenty megabytes: three parts, each unlike the others."""
    path = tmp_path / "tiny-1.tar.gz"
    path.write_bytes(b"".join(bytes([number]) * 1_000_000 for number in range(20)))
    return describe(path)
