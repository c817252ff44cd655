from typing import Any

import pytest
from botocore.exceptions import ClientError

from lockgate.errors import CommandError
from lockgate.publishing.archive import Archive, describe
from lockgate.publishing.parts import checksum, split
from lockgate.publishing.uploads import DIGEST, Upload, Uploader
from lockgate.s3_uris import S3Uri

pytestmark = pytest.mark.local_aws


def finish(uploader: Uploader, upload: Upload, *, replace: bool = False) -> list[int]:
    """Finish an upload; return the sizes of the parts that were sent."""
    sent: list[int] = []
    uploader.finish(upload, on_bytes=sent.append, replace=replace)
    return sent


def cut_short(s3: Any, archive: Archive, place: S3Uri, *numbers: int) -> str:
    """Begin an upload of which only these parts arrive."""
    uploader = Uploader(s3, archive, place)
    upload = uploader.begin()
    for part in split(archive.size):
        if part.number in numbers:
            uploader._send(upload, part)
    return upload.id


def test_object_is_the_archive_and_carries_its_digest(
    s3: Any, archive: Archive, place: S3Uri
) -> None:
    uploader = Uploader(s3, archive, place)

    finish(uploader, uploader.begin())

    found = s3.get_object(Bucket=place.bucket, Key=place.key)
    assert found["Body"].read() == archive.path.read_bytes()
    assert found["Metadata"] == {DIGEST: archive.sha256}


def test_every_part_is_told(s3: Any, archive: Archive, place: S3Uri) -> None:
    uploader = Uploader(s3, archive, place)

    assert sum(finish(uploader, uploader.begin())) == archive.size


def test_upload_that_was_cut_short_goes_on_where_it_was(
    s3: Any, archive: Archive, place: S3Uri
) -> None:
    begun = cut_short(s3, archive, place, 1, 3)
    uploader = Uploader(s3, archive, place)

    upload = uploader.begin()

    assert upload.id == begun
    assert upload.arrived_bytes(archive) == archive.size - 8 * 1024 * 1024
    assert finish(uploader, upload) == [8 * 1024 * 1024]
    found = s3.get_object(Bucket=place.bucket, Key=place.key)["Body"].read()
    assert found == archive.path.read_bytes()


def test_upload_of_another_archive_is_not_continued(
    s3: Any, archive: Archive, place: S3Uri
) -> None:
    begun = cut_short(s3, archive, place, 1)
    archive.path.write_bytes(archive.path.read_bytes()[::-1])

    upload = Uploader(s3, describe(archive.path), place).begin()

    assert upload.id != begun
    assert upload.arrived == {}


def test_upload_of_which_nothing_arrived_is_not_continued(
    s3: Any, archive: Archive, place: S3Uri
) -> None:
    begun = cut_short(s3, archive, place)

    assert Uploader(s3, archive, place).begin().id != begun


def test_upload_of_a_name_that_only_begins_alike_is_not_continued(
    s3: Any, archive: Archive, place: S3Uri
) -> None:
    begun = cut_short(s3, archive, S3Uri(place.bucket, f"{place.key}x"), 1)

    assert Uploader(s3, archive, place).begin().id != begun


def test_part_that_arrives_damaged_is_refused(
    s3: Any, archive: Archive, place: S3Uri, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lockgate.publishing.uploads.checksum", lambda _: checksum(b"other"))
    uploader = Uploader(s3, archive, place)

    with pytest.raises(ClientError, match="did not match"):
        finish(uploader, uploader.begin())


def test_object_that_appeared_meanwhile_is_not_overwritten(
    s3: Any, archive: Archive, place: S3Uri
) -> None:
    uploader = Uploader(s3, archive, place)
    upload = uploader.begin()
    s3.put_object(Bucket=place.bucket, Key=place.key, Body=b"theirs")

    with pytest.raises(CommandError, match="somebody else published it meanwhile; run it again"):
        finish(uploader, upload)
    assert s3.get_object(Bucket=place.bucket, Key=place.key)["Body"].read() == b"theirs"


def test_replacing_overwrites(s3: Any, archive: Archive, place: S3Uri) -> None:
    s3.put_object(Bucket=place.bucket, Key=place.key, Body=b"old")
    uploader = Uploader(s3, archive, place)

    finish(uploader, uploader.begin(), replace=True)

    assert s3.head_object(Bucket=place.bucket, Key=place.key)["ContentLength"] == archive.size


def test_upload_that_somebody_ended_says_so(s3: Any, archive: Archive, place: S3Uri) -> None:
    uploader = Uploader(s3, archive, place)
    upload = uploader.begin()
    sent = {part.number: uploader._send(upload, part) for part in split(archive.size)}
    s3.abort_multipart_upload(Bucket=place.bucket, Key=place.key, UploadId=upload.id)

    with pytest.raises(CommandError, match="the upload was ended elsewhere; run it again"):
        finish(uploader, Upload(upload.id, sent))
