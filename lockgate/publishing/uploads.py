"""Uploads to S3 that an interruption does not undo.

S3 keeps the parts that arrived. The next run finds them, compares their digests with those of the
file, and sends only what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from lockgate.errors import CommandError
from lockgate.publishing.archive import Archive
from lockgate.publishing.parts import Part, checksum, split
from lockgate.s3_uris import S3Uri

DIGEST = "lockgate-sha256"
"""Metadata of an object: the SHA-256 of all of it, which S3 does not compute of parts."""
AT_ONCE = 4
MEANWHILE = {
    "PreconditionFailed": "somebody else published it meanwhile",
    "ConditionalRequestConflict": "somebody else is publishing it",
    "NoSuchUpload": "the upload was ended elsewhere",
}
"""What others may do to an upload before it is complete."""


@dataclass(frozen=True)
class Upload:
    """An upload that has begun."""

    id: str
    arrived: dict[int, dict[str, Any]] = field(default_factory=dict)
    """Parts that S3 has, by number, as completing the upload names them."""

    def arrived_bytes(self, archive: Archive) -> int:
        """Return how much of an archive has arrived."""
        return sum(part.size for part in split(archive.size) if part.number in self.arrived)


class Uploader:
    """Uploads one archive to one place."""

    def __init__(self, client: Any, archive: Archive, place: S3Uri) -> None:
        self._client = client
        self._archive = archive
        self._where = {"Bucket": place.bucket, "Key": place.key}

    def begin(self) -> Upload:
        """Continue the upload of this very archive that was cut short, or begin one."""
        return self._unfinished() or self._new()

    def finish(self, upload: Upload, *, on_bytes: Callable[[int], object], replace: bool) -> None:
        """Send what is missing, and make the object of it.

        Args:
            upload: what `begin` returned.
            on_bytes: told, from several threads, the size of each part that has arrived.
            replace: whether an object that is there by now is replaced.

        Raises:
            CommandError: another one was published, or this upload was ended, meanwhile.
            ClientError: S3 refused a part.
        """
        missing = [part for part in split(self._archive.size) if part.number not in upload.arrived]

        def send(part: Part) -> dict[str, Any]:
            sent = self._send(upload, part)
            on_bytes(part.size)
            return sent

        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="upload")
        try:
            sent = list(pool.map(send, missing))
        finally:
            pool.shutdown(cancel_futures=True)
        by_number = upload.arrived | {part["PartNumber"]: part for part in sent}
        self._complete(upload, [by_number[number] for number in sorted(by_number)], replace)

    def _new(self) -> Upload:
        created = self._client.create_multipart_upload(
            **self._where,
            ContentType="application/gzip",
            ChecksumAlgorithm="SHA256",
            Metadata={DIGEST: self._archive.sha256},
        )
        return Upload(created["UploadId"])

    def _unfinished(self) -> Upload | None:
        """The newest upload of the same key, if all that arrived of it is part of the archive."""
        pages = self._client.get_paginator("list_multipart_uploads").paginate(
            Bucket=self._where["Bucket"], Prefix=self._where["Key"]
        )
        begun = [upload for page in pages for upload in page.get("Uploads", [])]
        begun = [upload for upload in begun if upload["Key"] == self._where["Key"]]
        for upload in sorted(begun, key=lambda upload: upload["Initiated"], reverse=True):
            if arrived := self._arrived(upload["UploadId"]):
                return Upload(upload["UploadId"], arrived)
        return None

    def _arrived(self, upload_id: str) -> dict[int, dict[str, Any]] | None:
        pages = self._client.get_paginator("list_parts").paginate(**self._where, UploadId=upload_id)
        listed = [part for page in pages for part in page.get("Parts", [])]
        ours = {part.number: part for part in split(self._archive.size)}
        for part in listed:
            mine = ours.get(part["PartNumber"])
            if mine is None or part["Size"] != mine.size:
                return None
            if part.get("ChecksumSHA256") != checksum(mine.read(self._archive.path)):
                return None
        return {part["PartNumber"]: _named(part["PartNumber"], part) for part in listed}

    def _send(self, upload: Upload, part: Part) -> dict[str, Any]:
        content = part.read(self._archive.path)
        answer = self._client.upload_part(
            **self._where,
            UploadId=upload.id,
            PartNumber=part.number,
            Body=content,
            ChecksumSHA256=checksum(content),  # S3 refuses a part that arrives damaged
        )
        return _named(part.number, {"ChecksumSHA256": checksum(content), **answer})

    def _complete(self, upload: Upload, parts: list[dict[str, Any]], replace: bool) -> None:
        from botocore.exceptions import ClientError

        condition = {} if replace else {"IfNoneMatch": "*"}
        try:
            self._client.complete_multipart_upload(
                **self._where, **condition, UploadId=upload.id, MultipartUpload={"Parts": parts}
            )
        except ClientError as error:
            if said := MEANWHILE.get(error.response["Error"]["Code"]):
                raise CommandError(said, fix="run it again") from None
            raise


def _named(number: int, part: dict[str, Any]) -> dict[str, Any]:
    return {
        "PartNumber": number,
        "ETag": part["ETag"],
        "ChecksumSHA256": part["ChecksumSHA256"],
    }
