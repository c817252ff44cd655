"""Places in S3: `s3://BUCKET/KEY`."""

from dataclasses import dataclass

SCHEME = "s3://"


@dataclass(frozen=True)
class S3Uri:
    """An object, or a prefix of keys."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.key}"

    def under(self, name: str) -> "S3Uri":
        """Return the object of this name under the prefix."""
        separator = "" if not self.key or self.key.endswith("/") else "/"
        return S3Uri(self.bucket, f"{self.key}{separator}{name}")


def parse_s3_uri(text: str) -> S3Uri:
    """Read `s3://BUCKET/KEY`.

    Raises:
        ValueError: the text has another form.
    """
    bucket, separator, key = text.removeprefix(SCHEME).partition("/")
    if not text.startswith(SCHEME) or not bucket or not separator:
        raise ValueError(f"{text!r} is no place in S3 (s3://BUCKET/KEY)")
    return S3Uri(bucket, key)
