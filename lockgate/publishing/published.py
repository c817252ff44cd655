"""What lies in S3 already under an archive's name."""

from __future__ import annotations

import base64
import hashlib
import tarfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from infra.config.multi_model import MANIFEST
from lockgate.publishing.archive import CHUNK_BYTES, Archive
from lockgate.publishing.uploads import DIGEST
from lockgate.s3_uris import S3Uri

Found = Literal["nothing", "the same", "another"]
BEGINNING_BYTES = 64 * 1024
MISSING = ("404", "NoSuchKey")


def find(client: Any, archive: Archive, place: S3Uri) -> Found:
    """Compare an archive with the object of its name.

    The digest of the whole decides where S3 has it. Where not, as for one that a deployment put
    there, the manifest does: it pins the weights, and it is the same whoever compressed it. An
    archive without one is read whole.

    Raises:
        ClientError: S3 refused.
    """
    from botocore.exceptions import ClientError

    where = {"Bucket": place.bucket, "Key": place.key}
    try:
        head = client.head_object(**where, ChecksumMode="ENABLED")
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return "nothing"
        raise
    if archive.sha256 in known_digests(head):
        return "the same"
    mine = read_manifest(_beginning(archive.path))
    if mine is not None:
        there = client.get_object(**where, Range=f"bytes=0-{BEGINNING_BYTES - 1}")["Body"].read()
        return "the same" if read_manifest(there) == mine else "another"
    same = head["ContentLength"] == archive.size and _digest(client, where) == archive.sha256
    return "the same" if same else "another"


def known_digests(head: dict[str, Any]) -> set[str]:
    """Return the SHA-256 of an object, in hexadecimal, as far as S3 knows it."""
    digests = {head.get("Metadata", {}).get(DIGEST)}
    checksum = head.get("ChecksumSHA256")
    if checksum and head.get("ChecksumType") == "FULL_OBJECT":
        digests.add(base64.b64decode(checksum).hex())
    return {digest for digest in digests if digest}


def read_manifest(beginning: bytes) -> bytes | None:
    """Return the first member of an archive if that is its manifest.

    It names the release, its settings, and the SHA-256 of its weights.
    """
    try:
        plain = zlib.decompressobj(wbits=31).decompress(beginning)  # 31: gzip, cut off anywhere
        with tarfile.open(fileobj=BytesIO(plain)) as tar:
            member = tar.next()
            stream = tar.extractfile(member) if member and member.name == MANIFEST else None
            return stream.read() if stream else None
    except (zlib.error, tarfile.TarError):
        return None


def _digest(client: Any, where: dict[str, str]) -> str:
    digest = hashlib.sha256()
    for chunk in client.get_object(**where)["Body"].iter_chunks(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def _beginning(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(BEGINNING_BYTES)
