from typing import Any

import pytest

from lockgate.aws import Target
from lockgate.errors import CommandError
from lockgate.publishing.archive import Archive
from lockgate.publishing.publication import publish
from lockgate.publishing.uploads import Uploader
from lockgate.s3_uris import S3Uri
from tests.local.conftest import LocalAws

pytestmark = pytest.mark.local_aws


@pytest.fixture
def target(aws: LocalAws) -> Target:
    return Target("eu-west-1", aws.url)


def test_new_archive_is_published(
    target: Target, s3: Any, archive: Archive, place: S3Uri, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(archive, place, target=target, replace=False) == "published"

    assert s3.head_object(Bucket=place.bucket, Key=place.key)["ContentLength"] == archive.size
    assert "100 % of 20.0 MB  tiny-1.tar.gz" in capsys.readouterr().err


def test_archive_that_is_there_is_not_uploaded_again(
    target: Target, archive: Archive, place: S3Uri, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(archive, place, target=target, replace=False)
    monkeypatch.delattr(Uploader, "begin")

    assert publish(archive, place, target=target, replace=False) == "unchanged"


def test_other_contents_under_the_same_name_are_refused(
    target: Target, s3: Any, archive: Archive, place: S3Uri
) -> None:
    s3.put_object(Bucket=place.bucket, Key=place.key, Body=b"old")

    with pytest.raises(CommandError, match="a release never changes; add the next release"):
        publish(archive, place, target=target, replace=False)


def test_other_contents_can_be_replaced(
    target: Target, s3: Any, archive: Archive, place: S3Uri
) -> None:
    s3.put_object(Bucket=place.bucket, Key=place.key, Body=b"old")

    assert publish(archive, place, target=target, replace=True) == "replaced"


def test_missing_bucket_is_a_mistake(target: Target, archive: Archive) -> None:
    with pytest.raises(CommandError, match="AWS answered NoSuchBucket"):
        publish(archive, S3Uri("nobodys-bucket", "x"), target=target, replace=False)


def test_interrupt_says_that_nothing_is_lost(
    target: Target,
    archive: Archive,
    place: S3Uri,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Uploader, "_complete", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(archive, place, target=target, replace=False)

    assert "the same command continues the upload" in capsys.readouterr().err
