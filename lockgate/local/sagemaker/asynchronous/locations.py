"""Places in S3, as InvokeEndpointAsync and AsyncInferenceConfig write them."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_VIRTUAL_HOST = re.compile(r"(?P<bucket>.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?")
_PATH_HOST = re.compile(r"s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?")


@dataclass(frozen=True)
class Location:
    """A bucket and a key, or a prefix of keys, in it."""

    bucket: str
    key: str

    @property
    def uri(self) -> str:
        """As in `s3://bucket/key`."""
        return f"s3://{self.bucket}/{self.key}"

    def __truediv__(self, name: str) -> "Location":
        """What is called `name` below this prefix."""
        prefix = self.key.strip("/")
        return Location(self.bucket, f"{prefix}/{name}" if prefix else name)


def parse(uri: str) -> Location:
    """Read `s3://BUCKET/KEY`, or an https address of S3 with the bucket in its host or path.

    Raises:
        ValueError: it names no bucket, or no host of S3.
    """
    parts = urlsplit(uri)
    if parts.scheme == "s3" and parts.netloc:
        return Location(parts.netloc, uri.removeprefix(f"s3://{parts.netloc}").lstrip("/"))
    if virtual := _VIRTUAL_HOST.fullmatch(parts.netloc):
        return Location(virtual["bucket"], unquote(parts.path.lstrip("/")))
    bucket, _, key = unquote(parts.path.lstrip("/")).partition("/")
    if _PATH_HOST.fullmatch(parts.netloc) and bucket:
        return Location(bucket, key)
    raise ValueError(f"{uri} is no S3 location; write s3://BUCKET/KEY")
