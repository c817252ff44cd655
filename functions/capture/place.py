"""Where captured objects lie, and where what is made of them goes.

Keys follow from the key of the captured object, so every try of it writes to the same places.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Self

from .trouble import CaptureError

FOLDER = "captures"
KEY = re.compile(
    rf"{FOLDER}/(?P<endpoint>[^/]+)/(?P<variant>[^/]+)"
    r"/(?P<day>\d{4}/\d\d/\d\d)/(?P<hour>\d\d)/(?P<file>[^/]+)"
)
"""DESTINATION/ENDPOINT/VARIANT/yyyy/mm/dd/hh/FILE (CAP-03):
https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html"""


@dataclass(frozen=True)
class CapturedObject:
    """An object that S3 has told of."""

    bucket: str
    key: str
    version: str | None = None
    """Of a bucket that keeps versions."""

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True)
class Place:
    """What the key of a captured object says."""

    endpoint: str
    variant: str
    day: str
    """As yyyy/mm/dd, in UTC."""
    hour: str
    file: str

    @classmethod
    def of(cls, key: str) -> Self:
        """Read a key.

        Raises:
            CaptureError: it is no key of a captured object.
        """
        if not (found := KEY.fullmatch(key)):
            raise CaptureError(
                f"key {key} is not {FOLDER}/ENDPOINT/VARIANT/yyyy/mm/dd/hh/FILE;"
                " send only the events of captured objects to the queue"
            )
        return cls(**found.groupdict())

    @property
    def redacted(self) -> str:
        """Key of the copy that takes the object's place."""
        return f"redacted/{self.endpoint}/{self.variant}/{self.day}/{self.hour}/{self.file}"

    @property
    def rows(self) -> str:
        """Key of the rows."""
        name = self.file.removesuffix(".gz").removesuffix(".jsonl")
        return f"{self._hour('quality')}{self.endpoint}/{self.variant}/{name}.jsonl.gz"

    def quarantine(self, source: CapturedObject) -> str:
        """Key of what is told about lines that cannot be read."""
        identity = hashlib.sha256(str(source).encode()).hexdigest()[:32]
        return f"{self._hour('quarantine')}{identity}.json"

    def _hour(self, folder: str) -> str:
        return f"{folder}/dt={self.day.replace('/', '-')}/hour={self.hour}/"
