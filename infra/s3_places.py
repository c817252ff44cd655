"""Places in S3, as SageMaker and as permissions write them."""

from dataclasses import dataclass

SCHEME = "s3://"


@dataclass(frozen=True)
class S3Place:
    """A prefix of the keys of a bucket, whose name may be a token."""

    bucket: str
    prefix: str
    """Without a slash at its end; empty for the whole bucket."""

    @classmethod
    def parse(cls, uri: str) -> "S3Place":
        """The place that an `s3://BUCKET/PREFIX` names."""
        bucket, _, prefix = uri.removeprefix(SCHEME).partition("/")
        return cls(bucket, prefix.rstrip("/"))

    @property
    def uri(self) -> str:
        """`s3://BUCKET/PREFIX/`."""
        return f"{SCHEME}{self.bucket}/{self.pattern.removesuffix('*')}"

    @property
    def pattern(self) -> str:
        """The pattern of the keys of all objects."""
        return f"{self.prefix}/*" if self.prefix else "*"
