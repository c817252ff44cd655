"""S3 as the local AWS has it, for uploads that are cut short and continued."""

from pathlib import Path
from typing import Any

import pytest

from lockgate.publishing.archive import Archive, describe
from lockgate.s3_uris import S3Uri
from tests.local.conftest import LocalAws
from tests.lockgate.conftest import BUCKET


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
